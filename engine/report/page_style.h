// SPDX-License-Identifier: Apache-2.0
// Style sheet and script of the pages. Colours judge and never stand alone: a sign and a word go with them.
// The script holds no < and no &, so that the page is well-formed XML too.
#pragma once

#include <string_view>

namespace zhike::report::page {

inline constexpr std::string_view style = R"css(
:root{color-scheme:light dark;--ground:#f5f7fa;--paper:#fff;--ink:#1b2430;--faint:#5b6675;--line:#e1e6ed;--good:#007a5e;--warn:#b35c00;--bad:#a8071a;--info:#0b5cd5;--track:#e9edf3;
--d0:#c4813d;--d1:#e6c08f;--d2:#f6e6d0;--d4:#d5ece8;--d5:#9fd3cb;--dink:#1b2430;
--s0:#eaf1fb;--s1:#c6daf5;--s2:#98bdec;--s3:#649bdf;--s4:#3a78c9;--s5:#1f57a4;--s6:#103a75;
--c0:#2a3bd8;--c1:#5396c6;--c2:#407773;--c3:#6b7d12;--c4:#af8c6a;--c5:#4d4219;--c6:#324b5d;--c7:#3a1675}
@media screen and (prefers-color-scheme:dark){:root{--ground:#14171c;--paper:#1c2027;--ink:#e6e9ee;--faint:#9aa5b3;--line:#2d333d;--good:#45d0c8;--warn:#ffc457;--bad:#ff7b72;--info:#8aa4ff;--track:#2a303a;
--d0:#8c4a0f;--d1:#6b4420;--d2:#453626;--d4:#1f3d3a;--d5:#14605a;--dink:#f0f2f5;
--s0:#16233a;--s1:#123563;--s2:#1f57a4;--s3:#3a78c9;--s4:#649bdf;--s5:#98bdec;--s6:#c6daf5;
--c0:#8bacee;--c1:#d2e9f9;--c2:#57c7ba;--c3:#b8c95e;--c4:#f0d9c0;--c5:#bf8040;--c6:#66707a;--c7:#b94fc9}}
*{box-sizing:border-box}
html[data-lang="zh"] .en,html[data-lang="en"] .zh{display:none}
body{margin:0;background:var(--ground);color:var(--ink);font:14px/1.55 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;text-autospace:normal;font-variant-numeric:tabular-nums}
main,header{max-width:1160px;margin:0 auto;padding:0 24px}
header{display:flex;align-items:flex-end;gap:24px;padding-top:32px;padding-bottom:16px;flex-wrap:wrap}
h1{font-size:24px;line-height:1.3;margin:0;font-weight:650}
h2{font-size:15px;margin:0 0 4px;font-weight:650}
p{margin:0 0 12px;color:var(--faint)}
.sub{color:var(--faint);font-size:13px}
.switch{margin-left:auto;display:flex;gap:4px}
.switch button{font:inherit;font-size:13px;padding:4px 12px;border:1px solid var(--line);background:var(--paper);color:var(--ink);border-radius:6px;cursor:pointer}
.switch button[aria-pressed="true"]{border-color:var(--info);color:var(--info)}
.grid{display:grid;gap:16px;grid-template-columns:repeat(12,1fr);margin-bottom:16px}
.card{background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:16px;grid-column:span 12;min-width:0}
.half{grid-column:span 6}.third{grid-column:span 4}.two{grid-column:span 8}
.figures{display:grid;grid-template-columns:repeat(6,1fr);gap:16px;margin-bottom:16px}
.figure{background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:14px 16px}
.figure b{display:block;font-size:26px;line-height:1.25;font-weight:650;white-space:nowrap}
.figure small{color:var(--faint);font-size:12px;display:block}
.scores{display:grid;grid-template-columns:repeat(3,1fr);gap:20px 32px;margin-top:12px}
.score h3{margin:0;font-size:14px;font-weight:600;display:flex;gap:8px;align-items:baseline}
.score h3 em{margin-left:auto;font-style:normal;font-size:13px;font-weight:500;white-space:nowrap}
.score .big{font-size:28px;font-weight:650;line-height:1.3}
.score .big i{font-style:normal;font-size:13px;font-weight:400;color:var(--faint);margin-left:8px}
.meter{position:relative;height:10px;background:var(--track);border-radius:5px;margin:4px 0 6px}
.meter span{position:absolute;left:0;top:0;bottom:0;border-radius:5px;background:currentColor}
.meter u{position:absolute;top:-4px;bottom:-4px;width:2px;background:var(--ink)}
.score small{color:var(--faint);font-size:12px;display:block}
.good{color:var(--good)}.warn{color:var(--warn)}.bad{color:var(--bad)}.none{color:var(--faint)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:13px}
th{font-weight:500;color:var(--faint);text-align:left;padding:6px 8px;border-bottom:1px solid var(--line);white-space:nowrap}
th.sort{cursor:pointer}th.sort:hover{color:var(--info)}
td{padding:5px 8px;border-bottom:1px solid var(--line);vertical-align:middle}
tr:last-child td{border-bottom:0}
.num{text-align:right;white-space:nowrap}
td.cell{text-align:right;color:var(--dink);border:2px solid var(--paper);border-radius:5px;min-width:72px;padding:4px 8px;white-space:nowrap}
td.group{padding-top:12px;color:var(--faint);font-weight:600;font-size:12px}
.d0{background:var(--d0)}.d1{background:var(--d1)}.d2{background:var(--d2)}.d4{background:var(--d4)}.d5{background:var(--d5)}.dn{background:var(--track)}
td.un{color:var(--faint)!important;background:repeating-linear-gradient(135deg,var(--track) 0 3px,transparent 3px 7px)}
.legend{display:flex;flex-wrap:wrap;gap:6px 14px;font-size:12px;color:var(--faint);margin:4px 0 12px}
.legend span.key{display:inline-flex;align-items:center;gap:5px}
.legend i{display:inline-block;width:14px;height:14px;border-radius:3px}
.legend i.un{background:repeating-linear-gradient(135deg,var(--faint) 0 2px,transparent 2px 5px)}
.bars{display:grid;grid-template-columns:minmax(90px,max-content) 1fr max-content;gap:7px 12px;align-items:center;font-size:13px;margin-top:8px}
.bars .track{background:var(--track);height:12px;border-radius:3px}
.bars .track span{display:block;height:12px;border-radius:3px;background:var(--info);min-width:2px}
.bars .track span.warnbar{background:var(--warn)}.bars .track span.badbar{background:var(--bad)}.bars .track span.softbar{background:var(--s3)}
.bars small{color:var(--faint)}
.tag{display:inline-block;width:9px;height:9px;border-radius:2px;margin-right:7px;vertical-align:baseline}
svg{display:block;width:100%;height:auto;overflow:visible}
svg text{font-size:11px;fill:var(--faint);font-family:inherit}
svg text.ink{fill:var(--ink);font-size:12px}svg text.strong{fill:var(--ink);font-size:13px;font-weight:600}
svg .axis{stroke:var(--line);stroke-width:1}
svg .line{fill:none;stroke:var(--info);stroke-width:1.8;stroke-linejoin:round}svg .area{fill:var(--info);opacity:.12}
svg .cut{stroke:var(--ink);stroke-dasharray:3 3}
.k0{fill:var(--c0)}.k1{fill:var(--c1)}.k2{fill:var(--c2)}.k3{fill:var(--c3)}.k4{fill:var(--c4)}.k5{fill:var(--c5)}.k6{fill:var(--c6)}.k7{fill:var(--c7)}
.t0{background:var(--c0)}.t1{background:var(--c1)}.t2{background:var(--c2)}.t3{background:var(--c3)}.t4{background:var(--c4)}.t5{background:var(--c5)}.t6{background:var(--c6)}.t7{background:var(--c7)}
.q0{fill:var(--s0)}.q1{fill:var(--s1)}.q2{fill:var(--s2)}.q3{fill:var(--s3)}.q4{fill:var(--s4)}.q5{fill:var(--s5)}.q6{fill:var(--s6)}.qz{fill:var(--track)}
.ribbon{opacity:.3}.for{fill:var(--good)}.against{fill:var(--faint)}.soft{fill:var(--s2)}.kept{fill:var(--good)}.gone{fill:var(--faint);opacity:.55}
.o0{stroke:var(--c0)}.o1{stroke:var(--c1)}.o2{stroke:var(--c2)}.o3{stroke:var(--c3)}.o4{stroke:var(--c4)}.o5{stroke:var(--c5)}.o6{stroke:var(--c6)}.o7{stroke:var(--c7)}
svg .curve{fill:none;stroke-width:2;stroke-linejoin:round}svg .dashed{stroke-dasharray:5 4}svg .touch{fill:transparent}.legend i.thin{height:4px}
.fall{position:relative;height:14px;background:var(--track);border-radius:3px;min-width:120px}
.fall span{position:absolute;top:0;bottom:0;border-radius:2px}.fall u{position:absolute;top:-2px;bottom:-2px;width:1px;background:var(--faint)}
.fall .plus{background:var(--good)}.fall .minus{background:var(--warn)}.fall .plain{background:var(--info)}.fall .soft{background:var(--s3)}
.warning{border:1px solid var(--warn);background:var(--paper);border-radius:8px;padding:10px 16px;margin-bottom:16px;color:var(--ink)}
.pair{margin:14px 0 0;font-size:14px;font-weight:600}.pair small{font-weight:400;color:var(--faint);margin-left:8px}
td.value{max-width:210px;overflow-wrap:break-word}table.sums{table-layout:fixed;min-width:720px}.sums th:nth-child(1){width:17%}.sums th:nth-child(2),.sums th:nth-child(3){width:19%}.sums th:nth-child(4){width:20%}.sums th:nth-child(6){width:8%}td.total{font-weight:650}tr.sum td{border-top:1px solid var(--ink)}tr.weak td{color:var(--warn)}
.mono{font-family:ui-monospace,Consolas,monospace;font-size:12px}.steps6{grid-template-columns:repeat(5,1fr)}
#note{position:fixed;pointer-events:none;background:var(--ink);color:var(--paper);padding:4px 9px;border-radius:5px;font-size:12px;max-width:320px;display:none;z-index:9}
details{margin-top:8px}summary{cursor:pointer;color:var(--info);font-size:13px}
footer{max-width:1160px;margin:8px auto 40px;padding:0 24px;color:var(--faint);font-size:12px}
footer dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:8px 0}footer dd{margin:0}
@media(max-width:860px){.figures{grid-template-columns:repeat(2,1fr)}.scores{grid-template-columns:1fr}.half,.third,.two{grid-column:span 12}}
@media print{body{background:#fff;font-size:11px}.switch,summary{display:none}.card,.figure{break-inside:avoid;border-color:#bbb}main,header,footer{max-width:none;padding:0}thead{display:table-header-group}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}.figures{grid-template-columns:repeat(6,1fr)}.scores{grid-template-columns:repeat(3,1fr)}@page{size:A4;margin:12mm}}
)css";

inline constexpr std::string_view script = R"js(
(function(){
var root=document.documentElement,tip=document.getElementById('note');
function speak(lang){root.setAttribute('data-lang',lang);root.lang=lang==='zh'?'zh-CN':'en';document.title=root.getAttribute('data-title-'+lang);
document.querySelectorAll('.switch button').forEach(function(b){b.setAttribute('aria-pressed',String(b.value===lang));});}
document.querySelectorAll('.switch button').forEach(function(b){b.addEventListener('click',function(){speak(b.value);});});
speak(root.getAttribute('data-lang'));
function show(e){var at=e.target.closest?e.target.closest('[data-zh]'):null;if(!at){tip.style.display='none';return;}
tip.textContent=at.getAttribute('data-'+root.getAttribute('data-lang'));tip.style.display='block';
tip.style.left=Math.max(4,Math.min(e.clientX+14,window.innerWidth-tip.offsetWidth-8))+'px';tip.style.top=Math.min(e.clientY+14,window.innerHeight-tip.offsetHeight-8)+'px';}
document.addEventListener('mousemove',show);
function amount(row,i){var c=row.cells[i];return c?c.getAttribute('data-value'):null;}
document.querySelectorAll('th.sort').forEach(function(th){th.addEventListener('click',function(){
var table=th.closest('table'),body=table.tBodies[0],i=th.cellIndex,up=th.getAttribute('data-up')!=='1';
table.querySelectorAll('th.sort').forEach(function(o){o.removeAttribute('data-up');o.removeAttribute('aria-sort');});
th.setAttribute('data-up',up?'1':'0');th.setAttribute('aria-sort',up?'ascending':'descending');
body.querySelectorAll('tr.group').forEach(function(r){r.remove();});
var rows=Array.from(body.rows);rows.sort(function(a,b){var x=amount(a,i),y=amount(b,i);
if(x===null||x===''){return y===null||y===''?0:1;}if(y===null||y===''){return -1;}
var n=Number(x),m=Number(y),d=isNaN(n)||isNaN(m)?x.localeCompare(y):n-m;return up?d:-d;});
rows.forEach(function(r){body.appendChild(r);});});});
})();
)js";

}  // namespace zhike::report::page
