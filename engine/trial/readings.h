// SPDX-License-Identifier: Apache-2.0
// Data: name characters by syllable and tone, look-alikes, and traditional forms; written by hand for the generator.
#pragma once

#include <string_view>

namespace zhike::trial {

// "syllable+tone characters"; the first reading of a character counts (surname readings for 单 仇 曾 and so on).
inline constexpr std::string_view readings_list = R"(
ai1 哀埃 ai4 艾爱 an1 安谙 an4 岸暗 ao2 敖翱 ao4 傲奥
ba1 巴芭 bai2 白 bai3 柏百 ban1 班斑 bao1 包苞 bao3 宝保葆 bao4 鲍豹 bei1 卑悲 bei3 北 bei4 贝蓓倍 bi4 毕碧必璧 bian1 边编 bian4 卞 biao1 彪标 bin1 彬斌滨宾 bin4 鬓 bing1 冰兵 bing3 炳秉丙 bo1 波玻 bo2 博伯勃铂 bu4 布步
cai2 才财 cai3 彩采 cai4 蔡菜 can4 灿璨 cang1 苍仓 cao1 操 cao2 曹槽 cen2 岑涔 chai2 柴豺 chang1 昌娼 chang2 常长 chang4 畅唱 chao1 超抄 chao2 潮朝晁巢 che1 车 chen2 陈晨辰忱尘臣沉宸 cheng2 程成诚城承呈丞澄 cheng1 称 chi2 池迟驰 chong1 充 chong2 崇 chu1 初 chu3 楚储 chu2 褚 chuan1 川 chuan2 传 chun1 春椿 chun2 纯淳 ci2 慈词 cong1 聪葱 cong2 丛 cui1 崔催 cui4 翠粹
da2 达 dai4 代戴黛 dan1 丹 dan4 旦 dang3 党 dao4 道 de2 德得 deng4 邓 deng1 登灯 di2 狄迪笛 di4 帝 dian3 典点 ding1 丁叮 ding3 鼎顶 ding4 定 dong1 东冬 dong3 董懂 dong4 栋动 dou4 窦豆 du1 都督 du4 杜渡 duan1 端 duan4 段锻 dun1 敦
e2 娥鹅 en1 恩 er2 儿
fa1 发 fan2 凡樊繁帆 fan4 范饭 fang1 方芳 fang2 房防 fang3 访 fang4 放 fei1 飞菲霏妃 fei4 费 fen1 芬纷 feng1 峰锋风丰枫封 feng2 冯逢 feng4 凤奉 fu2 福扶符伏芙 fu3 甫府 fu4 付富傅副复
gai4 盖 gan1 甘干 gan4 赣 gang1 刚钢纲 gang3 港 gao1 高膏 ge2 格 ge3 葛 gen1 根 geng1 耕 geng3 耿 gong1 龚宫公弓 gong3 巩 gong4 贡 gou1 勾 gu3 谷古 gu4 顾固 guan1 关官 guan3 管馆 guan4 冠贯 guang1 光 guang3 广 gui4 桂贵 guo1 郭 guo2 国 guo3 果
hai3 海 han2 韩寒涵含 han4 汉翰瀚 hang2 航杭 hao2 豪毫 hao3 好郝 hao4 浩昊皓灏 he2 何和河荷贺合 he4 赫鹤 heng2 恒衡 hong2 洪宏红鸿虹弘 hou2 侯 hou4 后厚 hu2 胡湖瑚狐 hu3 虎琥 hua2 华骅 hua1 花 hua4 桦 huai2 怀淮槐 huan1 欢 huan2 环桓 huan4 焕 huang2 黄皇煌凰 hui1 辉晖徽 hui4 惠慧卉会蕙 hun2 浑 huo4 霍获
ji1 姬基积 ji2 吉集 ji3 纪 ji4 季计冀继 jia1 家佳嘉加 jia3 甲 jia3 贾 jian1 坚兼 jian3 简 jian4 建健剑鉴 jiang1 江姜 jiang3 蒋奖 jiang4 绛 jiao1 焦娇姣 jie2 杰洁捷婕 jin1 金今津 jin3 锦瑾谨 jin4 晋进靳劲近 jing1 晶京精荆 jing3 景井 jing4 静敬靖婧 jiu3 久 ju1 居鞠 ju2 菊 ju4 巨 juan1 娟捐 jue2 珏 jun1 军君钧均 jun4 俊骏峻郡
kai1 开 kai3 凯恺楷 kan4 阚 kang1 康 ke1 柯科珂 ke3 可 ke4 克 kong3 孔 kou4 寇 kuang4 邝 kui2 奎葵 kun1 坤昆
lai2 来 lai4 赖 lan2 兰蓝岚 lang2 郎 lang3 朗 lao2 劳 le4 乐 lei2 雷 lei3 磊蕾 lei4 类 leng3 冷 li2 黎离梨璃 li3 李理里礼 li4 丽力立利莉励历厉 lian2 莲连廉 liang2 梁良粮 liang4 亮 liao4 廖 lie4 烈 lin2 林琳霖临麟 ling2 玲凌灵铃 ling3 岭 ling4 令 liu2 刘留流 liu3 柳 long2 龙隆 lou2 娄 lu2 卢芦庐 lu3 鲁 lu4 陆路露鹿璐 lv3 吕 lv4 律 luan2 栾 lun2 伦 luo2 罗萝 luo4 骆洛
ma2 麻 ma3 马 mai4 麦 man3 满 man4 曼 mao2 毛茅 mao4 茂 mei2 梅 mei3 美 meng2 蒙萌 meng4 孟梦 mi3 米 miao2 苗 miao4 妙缪 min2 民 min3 敏闵 ming2 明名鸣铭 mo4 莫墨茉 mou2 牟 mu4 穆牧木慕沐
na4 娜纳 nan2 南楠男 ni2 倪尼 ni1 妮 nian2 年 nian4 念 nie4 聂 ning2 宁凝 niu2 牛 nong2 农 nuo4 诺
ou1 欧区 ou2 偶
pan1 潘攀 pan2 盘 pang2 庞旁 pei2 裴培 pei4 佩沛 peng2 彭鹏朋 pi2 皮 ping2 平萍屏 pu2 蒲 pu4 瀑
qi1 戚漆 qi2 齐祁奇琪祺其 qi3 启起 qi4 气 qian1 千 qian2 钱乾 qian4 倩 qiang2 强 qiao2 乔桥 qiao3 巧 qin2 秦琴勤芹 qin4 沁 qing1 清青卿轻 qing2 晴情 qing4 庆 qiong2 琼 qiu1 邱秋丘 qiu2 仇裘 qu1 曲屈 qu2 瞿 quan2 全权泉 que4 阙
ran2 然 ran3 冉 rao2 饶 ren2 任仁人 ren3 忍 rong2 荣容融蓉戎 ru2 如茹儒 ru3 汝 ruan3 阮 rui4 瑞睿锐芮蕊 run4 润 ruo4 若弱
sai4 赛 san1 三 sang1 桑 sen1 森 sha1 沙莎 shan1 山 shan4 单善 shang4 尚上 shang1 商 shao2 韶 shao3 少 shao4 邵绍 she2 佘 shen1 申深 shen3 沈 shen4 慎 sheng1 生升 sheng4 盛胜圣 shi1 施诗师 shi2 石时实 shi3 史始 shi4 世士事仕 shou4 寿 shu1 书舒淑姝 shu4 树恕 shuai4 帅 shuang1 双霜 shuang3 爽 shui3 水 shun4 顺舜 si1 思司斯丝 si4 四 song1 松 song4 宋送颂 su1 苏 su4 素肃 sun1 孙 suo3 索
tai2 台 tai4 泰太 tan2 谭覃谈檀 tan3 坦 tang1 汤 tang2 唐棠堂 tao1 涛滔 tao2 陶桃 teng2 滕腾 tian1 天添 tian2 田甜 tie3 铁 ting1 汀 ting2 婷庭亭廷 tong2 童桐彤同佟 tong3 统 tu2 涂屠图徒
wan1 湾 wan3 婉晚 wan4 万 wang1 汪 wang2 王 wang4 旺望 wei2 韦维唯 wei3 伟玮炜苇 wei4 卫魏蔚未 wei1 威薇 wen1 温 wen2 文闻雯纹 weng1 翁 wo4 沃 wu1 邬巫乌 wu2 吴无吾 wu3 武伍五 wu4 悟雾
xi1 西希熙曦溪汐 xi2 习席 xi3 喜玺 xia1 虾 xia2 霞侠 xia4 夏 xian1 先仙鲜 xian2 贤闲 xian3 显 xian4 宪 xiang1 香湘襄 xiang2 祥翔 xiang3 想 xiang4 向项象 xiao1 萧消肖霄 xiao3 晓小 xiao4 笑孝 xie1 谢 xie2 谐 xie4 解 xin1 欣新鑫心辛馨昕 xin4 信 xing1 星兴 xing2 邢行 xing4 幸 xiong2 熊雄 xiu1 修 xiu4 秀 xu1 须 xu2 徐 xu3 许 xu4 旭绪 xuan1 轩萱宣 xuan2 玄璇 xue1 薛 xue2 学 xue3 雪 xun2 荀寻
ya1 鸦 ya3 雅 ya4 亚 yan1 嫣烟 yan2 严颜言炎妍岩闫阎 yan3 衍演 yan4 燕艳彦雁晏 yang2 杨阳羊洋扬 yang3 养 yao2 姚瑶尧 yao4 耀 ye4 叶业 yi1 一伊依衣 yi2 怡仪宜 yi3 以 yi4 易义毅艺逸亦奕益 yin1 音因殷 yin2 银寅 yin3 尹引 yin4 印 ying1 英应鹰瑛莹 ying2 盈迎营 ying3 颖影 yong3 勇永泳咏 yong4 用 you1 优悠 you2 尤游 you3 友有 yu1 俞于 yu2 余瑜渝愉虞 yu3 雨宇语羽 yu4 玉郁喻煜裕钰尉 yuan1 鸳 yuan2 袁元原园媛 yuan3 远 yuan4 苑 yue4 岳月悦越玥 yun2 云芸 yun3 允 yun4 运韵
zai4 在再 zan4 赞 zang1 臧 ze2 泽则 zeng1 曾增 zha1 查 zhai2 翟 zhan1 詹 zhan3 展 zhan4 湛战 zhang1 张章彰 zhang4 丈 zhao1 昭 zhao4 赵兆 zhe2 哲 zhen1 珍真贞 zhen4 振震镇 zheng1 征 zheng3 整 zheng4 郑正政 zhi1 芝知 zhi2 直植 zhi3 芷止 zhi4 志智至治 zhong1 钟忠中 zhong4 仲众 zhou1 周舟洲 zhou4 宙 zhu1 朱珠诸 zhu2 竹 zhu4 祝柱铸 zhuang1 庄 zhuang4 壮 zhuo2 卓 zi3 紫子梓姿 zi4 自 zong1 宗 zou1 邹 zu3 祖 zuo3 左 zuo4 佐
)";

// Look-alikes: characters of one word are taken for each other in bad handwriting or by a scanner.
inline constexpr std::string_view shapes_list =
    "王玉主 李季 张弘 刘浏 陈阵 杨扬汤 黄横 吴昊 周同 徐涂 孙孙逊 马冯 朱未末 胡湖 郭敦 何河荷 林材 罗萝 高亮 郑邓 梁粱 谢射 宋宗 唐塘 许汗 "
    "韩朝 曹槽 彭澎 曾会 肖尚 田由甲 董懂 潘番 袁哀 蔡祭 蒋将 余佘 于干 杜社 叶汁 程呈 魏巍 苏办 吕日 丁了 任仁 卢户 姚桃 沈枕 钟钏 姜羌 崔催 "
    "谭潭 陆陈 范苑 汪江 廖寥 石右 金全 贾贸 夏复 付什 方万 邹邵 熊能 白自 孟盂 秦泰 邱丘 侯候 尹伊 薛藓 闫闰 段殷 雷雪 龙尤 黎藜 史吏 陶淘 贺贸 "
    "毛手 郝赫 顾颁 龚袭 万方 武式 钱铁 戴载 严产 莫英 孔扎 伟玮炜 芳芬 娜娴 敏繁 静靖 丽而 强张 磊垒 军车 洋祥 勇男 艳绝 杰木 娟捐 涛铸 明朋 "
    "超赵 秀季 霞霜 平干 刚钢 桂挂佳 兰三 英莫 华毕 玲铃 红江 建健 春舂 晓烧 晖辉 浩皓 宇字 轩轲 博搏 涵函 子了 梓样 欣欧 怡治 诗持 雨两 琳林 "
    "婷停 鑫森 凯恺 斌彬 峰锋蜂 鹏朋 飞气 龙尤 帆机 坤坦 淑椒 珍诊 凤风 荣菜 莲连 梅悔 翠萃 月目 清请情 贵责 福副 忠思 国图 志忘 文交 永水 学字 "
    "德得 成戚 庆床 树村 祥详 宏宠 俊骏 嘉喜 泽译择 睿壑 煜熠 辰展 晨震 熙照 妍研 彤丹 悦阅 菲非 雯雪 颖颍 瑶摇 萱宣 琪棋 佳桂 若苦 雅稚 思恩 紫索";

// "simplified traditional" pairs for names and addresses.
inline constexpr std::string_view traditional_list =
    "张張 陈陳 刘劉 杨楊 黄黃 赵趙 吴吳 孙孫 马馬 罗羅 郑鄭 谢謝 许許 邓鄧 韩韓 冯馮 肖蕭 萧蕭 苏蘇 吕呂 卢盧 蒋蔣 贾賈 阎閻 闫閆 叶葉 钟鍾 谭譚 陆陸 "
    "邹鄒 龙龍 万萬 钱錢 严嚴 龚龔 贺賀 顾顧 汤湯 乔喬 赖賴 庞龐 鲁魯 毕畢 聂聶 邝鄺 兰蘭 华華 强強 丽麗 国國 军軍 东東 红紅 伟偉 杰傑 飞飛 凤鳳 云雲 "
    "玛瑪 莲蓮 荣榮 贵貴 宝寶 庆慶 树樹 学學 义義 兴興 广廣 长長 万萬 运運 卫衛 晓曉 俊俊 鹏鵬 涛濤 刚剛 辉輝 斌斌 滨濱 宾賓 艳艷 静靜 娇嬌 琼瓊 莹瑩 颖穎 "
    "倩倩 媛媛 蕾蕾 诗詩 梦夢 语語 艺藝 欢歡 轩軒 泽澤 铭銘 凯凱 诚誠 尧堯 悦悅 宁寧 诺諾 维維 玮瑋 炜煒 锋鋒 钧鈞 剑劍 坚堅 亚亞 爱愛 彦彥 鸿鴻 圣聖 号號 "
    "楼樓 区區 县縣 镇鎮 乡鄉 园園 门門 单單 阳陽 时時 庄莊 里裡 栋棟 层層 书書 贞貞 纯純 纪紀 继繼 绍紹 锦錦 铁鐵 银銀 进進 远遠 达達 连連 郁鬱 韵韻 顺順";

}  // namespace zhike::trial
