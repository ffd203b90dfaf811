// SPDX-License-Identifier: Apache-2.0
#include "operations/identity_words.h"

#include "operations/row.h"
#include "operations/text.h"

namespace zhike::operations {
namespace {

struct Sentence {
  std::string_view kind;
  const char *en, *zh;  // {cuid} {other} {count}
};
constexpr Sentence sentences[] = {
    {"merged", "{cuid} absorbed {other}: {count} records", "{cuid} 并入了 {other}：{count} 条记录"},
    {"split", "{cuid} came out of {other}: {count} records", "{cuid} 从 {other} 拆出：{count} 条记录"},
    {"moved", "{count} records went from {other} to {cuid}", "{count} 条记录从 {other} 转到 {cuid}"},
    {"pinned", "{cuid} {other} confirmed as it is", "{cuid} {other} 经裁定维持现状"},
    {"undone", "taken back: {cuid} {other}, {count} records", "已撤销：{cuid} {other}，{count} 条记录"},
    {"created", "{cuid} was created: {count} records", "{cuid} 建立：{count} 条记录"},
    {"joined", "{count} records joined {cuid}", "{count} 条记录加入 {cuid}"},
    {"evicted", "{count} records left {cuid}: their batch was taken out", "{count} 条记录离开 {cuid}：所属批次已撤出"},
    {"returned", "{count} records came back to {cuid}", "{count} 条记录回到 {cuid}"},
};

std::string filled(std::string text, std::string_view slot, const std::string& value) {
  auto at = text.find(slot);
  return at == text.npos ? text : text.replace(at, slot.size(), value);
}

}  // namespace

std::string cause_words(const std::string& cause, const Terminal& terminal) {
  if (cause == "rule") return pick(terminal, "by an identity rule", "依识别规则");
  if (cause == "verdict") return pick(terminal, "by a verdict", "依裁定");
  if (cause == "undo") return pick(terminal, "by an undo", "因撤销");
  if (cause == "replay") return pick(terminal, "by a replay", "因重放");
  return pick(terminal, "by evidence", "依证据");
}

std::string event_words(const HappenedOut& happened, const Terminal& terminal) {
  for (const auto& sentence : sentences) {
    if (sentence.kind != happened.kind) continue;
    std::string text = pick(terminal, sentence.en, sentence.zh);
    text = filled(std::move(text), "{cuid}", happened.cuid);
    text = filled(std::move(text), "{other}", happened.other);
    text = filled(std::move(text), "{count}", grouped(happened.records_count));
    return text + pick(terminal, ", ", "，") + cause_words(happened.cause, terminal);
  }
  return happened.kind;
}

}  // namespace zhike::operations
