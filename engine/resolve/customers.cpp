// SPDX-License-Identifier: Apache-2.0
#include "resolve/customers.h"

#include <algorithm>
#include <set>

#include "resolve/lake_tables.h"
#include "resolve_sql.h"

namespace zhike::resolve {
namespace {

// How much a record says: its filled fields among those that are compared, as record_weight() counts them.
std::string weight_expression(const standard::Standard& standard) {
  std::string sum;
  for (const auto& field : standard.fields) {
    bool person = is_compared(field, "person"), organisation = is_compared(field, "organisation");
    if (!person && !organisation) continue;
    std::string filled = "CAST(COALESCE(CAST(customer." + db::quote_identifier(field.id) + " AS VARCHAR), '') <> '' AS INTEGER)";
    if (!person || !organisation) filled = "CASE WHEN customer.entity = '" + std::string(person ? "person" : "organisation") + "' THEN " + filled + " ELSE 0 END";
    sum += (sum.empty() ? "" : " + ") + filled;
  }
  return sum.empty() ? "0" : "(" + sum + ")";
}

}  // namespace

const CustomerMember* Customers::find(std::uint64_t record_id) const {
  auto at = std::lower_bound(members.begin(), members.end(), record_id, [](const CustomerMember& member, std::uint64_t id) { return member.record_id < id; });
  return at != members.end() && at->record_id == record_id ? &*at : nullptr;
}

std::uint32_t Customers::position(std::uint64_t record_id) const {
  const CustomerMember* member = find(record_id);
  ZK_ASSERT(member != nullptr);
  return static_cast<std::uint32_t>(member - members.data());
}

Result<Customers> read_customers(flow::Context& context, std::span<const Code> codes) {
  std::string cuids;
  for (Code code : codes) cuids += (cuids.empty() ? "" : ",") + cuid_of(code);
  Customers out;
  std::string text = db::fill_slots(sql::members, {{"weight", weight_expression(context.standard())}});
  ZK_TRY_SET(db::Rows rows, context.lake().query(text, {{"cuids", cuids}}));
  std::vector<std::uint64_t> record_ids;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    CodeLetter letter = rows.text(row, 2) == "organisation" ? CodeLetter::organisation : CodeLetter::person;
    out.members.push_back({static_cast<std::uint64_t>(rows.whole(row, 0)), read_cuid(rows.text(row, 1)), letter, static_cast<std::uint32_t>(rows.whole(row, 3)),
                           std::string(rows.text(row, 4)), std::string(rows.text(row, 5)), std::string(rows.text(row, 6))});
    record_ids.push_back(out.members.back().record_id);
  }
  ZK_TRY_SET(db::Rows pairs, context.lake().query(sql::member_pairs, {{"cuids", cuids}}));
  for (std::size_t row = 0; row < pairs.size(); ++row)
    out.pairs.push_back({pair_of(static_cast<std::uint64_t>(pairs.whole(row, 0)), static_cast<std::uint64_t>(pairs.whole(row, 1))), pairs.number(row, 2)});
  ZK_TRY(context.workspace().ledger().read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(out.state, read_registry(session, record_ids));
    return done();
  }));
  return out;
}

Desk desk_of(flow::Context& context) {
  return {&context.workspace().ledger(), [&context](std::span<const Code> codes) { return read_customers(context, codes); }, context.run_id(), context.standard().hash};
}

Result<std::vector<Code>> codes_of_records(const ledger::Ledger& ledger, std::span<const std::uint64_t> record_ids) {
  std::vector<std::uint64_t> sorted(record_ids.begin(), record_ids.end());
  std::sort(sorted.begin(), sorted.end());
  RegistryState state;
  ZK_TRY(ledger.read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(state, read_registry(session, sorted));
    return done();
  }));
  std::set<Code> codes;
  for (auto record : sorted) {
    Place place = state.place_of(record);
    if (place == 0) return Error{ErrorCode::conflict, "record " + std::to_string(record) + " has no customer yet; run the stages first"};
    if (is_gone(place)) return Error{ErrorCode::not_found, "record " + std::to_string(record) + " is gone: its batch was taken out again"};
    codes.insert(state.present(code_at(place)));
  }
  return std::vector<Code>(codes.begin(), codes.end());
}

std::vector<VerdictRecord> verdict_records(const Customers& customers, std::span<const RecordPair> pairs) {
  std::set<std::uint64_t> records;
  for (const auto& [left, right] : pairs) records.insert(left), records.insert(right);
  std::vector<VerdictRecord> out;
  for (auto record : records)
    if (const auto* member = customers.find(record)) out.push_back({record, member->source_id, member->source_key, member->content_hash});
  return out;
}

}  // namespace zhike::resolve
