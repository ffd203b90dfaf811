// SPDX-License-Identifier: Apache-2.0
#include "profile/merge_rules.h"

#include "db/value.h"
#include "profile/sql_text.h"

namespace zhike::profile {
namespace {

using standard::DataType;

// A record id is a hash; modulo a prime below 2^40 it still tells the records of one customer apart.
constexpr int tie_bits = 40, key_bits_max = 126;

std::string replaced(std::string text, std::string_view name, const std::string& by) {
  for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + by.size())) text.replace(at, name.size(), by);
  return text;
}

std::string argument(const standard::Verb& verb, const std::string& name) {
  auto found = verb.arguments.find(name);
  return found == verb.arguments.end() ? std::string() : found->second;
}

std::string passes(const standard::Verb& verb, const std::set<std::string>& populated) {
  std::string by = argument(verb, "by"), values = argument(verb, "values");
  if (!populated.contains(by)) return "false";
  if (values.empty()) return db::quote_identifier(by) + " IS NOT NULL";
  std::string list;
    return "COALESCE(CAST(" + db::quote_identifier(by) + " AS VARCHAR) IN (" + quoted_list(split(values, '|')) + "), false)";
}

// The first of the order is the best; what is not in it is the worst.
std::string order(const standard::Verb& verb, const std::string& text) {
  auto values = split(argument(verb, "order"), '|');
  std::string out = "CASE " + text;
  for (std::size_t i = 0; i < values.size(); ++i)
    out += " WHEN " + db::quote_literal(values[i]) + " THEN " + std::to_string(values.size() - i);
  return out + " ELSE 0 END";
}

// Any ordered value as a whole number from 0 to 2^44 - 1.
std::string size_of(DataType type, const std::string& column) {
  switch (type) {
    case DataType::date: return "CAST(date_diff('day', DATE '0001-01-01', " + column + ") AS BIGINT)";
    case DataType::time: return "CAST(epoch(" + column + ") + 62135596800 AS BIGINT)";
    case DataType::flag: return "CAST(" + column + " AS BIGINT)";
    default:
      return "CAST(greatest(0, least(17592186044415, COALESCE(TRY_CAST(" + column + " AS DOUBLE), 0) * 100 + 8796093022208)) AS BIGINT)";
  }
}

// 2^bits as SQL: DuckDB has no HUGEINT literal beyond 64 bits other than by a cast.
std::string power(int bits) {
  std::string digits = "1";
  for (int i = 0; i < bits; ++i) {
    int carry = 0;
    for (std::size_t at = digits.size(); at-- > 0;) {
      int value = (digits[at] - '0') * 2 + carry;
      digits[at] = static_cast<char>('0' + value % 10);
      carry = value / 10;
    }
    if (carry) digits.insert(digits.begin(), '1');
  }
  return "CAST('" + digits + "' AS HUGEINT)";
}

struct Slot {
  std::string_view rule;
  std::string rank;  // empty for the frequency
  int bits, shift;
};

}  // namespace

const MergeRule* find_merge_rule(std::string_view id) {
  for (const auto& rule : merge_rules)
    if (rule.id == id) return &rule;
  return nullptr;
}

Result<Chain> make_chain(const ChainInput& input) {
  const auto& field = *input.field;
  std::string column = db::quote_identifier(field.id), text = "CAST(" + column + " AS VARCHAR)";
  Chain chain;
  std::vector<Slot> slots;
  if (input.has_strong_findings) slots.push_back({sound_rule, "CASE WHEN sound THEN 1 ELSE 0 END", 1, 0});
  for (const auto& verb : field.survivorship) {
    const auto* rule = find_merge_rule(verb.name);
    if (!rule) return Error{ErrorCode::standard_invalid, "field " + field.id + " names the survivorship rule " + verb.name + ", which does not exist"};
    if (rule->id == "manual_first") chain.manual = true;
    if (rule->bits == 0) continue;
    std::string rank(rule->rank);
    rank = replaced(rank, "{passes}", passes(verb, input.populated));
    rank = replaced(rank, "{order}", order(verb, text));
    rank = replaced(rank, "{parts}", field.id == "address_detail" ? "address_parts" : "0");
    rank = replaced(rank, "{trust}", "trust");
    rank = replaced(rank, "{seconds}", "recorded_seconds");
    rank = replaced(rank, "{size}", size_of(field.type, column));
    rank = replaced(rank, "{text}", text);
    slots.push_back({rule->id, rank, rule->bits, 0});
  }
  slots.push_back({tie_rule, "1099511627775 - record_id % 1099511627689", tie_bits, 0});
  int shift = 0;
  for (std::size_t i = slots.size(); i-- > 0;) {
    slots[i].shift = shift;
    shift += slots[i].bits;
  }
  if (shift > key_bits_max)
    return Error{ErrorCode::standard_invalid, "the survivorship chain of field " + field.id + " is too long: leave out its last rules"};
  chain.frequency_weight = "0";
  chain.decided_by = "CASE WHEN second IS NULL THEN " + db::quote_literal(only_rule);
  for (const auto& slot : slots) {
    if (slot.rank.empty())
      chain.frequency_weight = power(slot.shift);
    else
      chain.key += (chain.key.empty() ? "" : " + ") + std::string("CAST(") + slot.rank + " AS HUGEINT) * " + power(slot.shift);
    chain.decided_by += " WHEN best // " + power(slot.shift) + " <> second // " + power(slot.shift) + " THEN " + db::quote_literal(slot.rule);
  }
  chain.decided_by += " ELSE " + db::quote_literal(tie_rule) + " END";
  return chain;
}

}  // namespace zhike::profile
