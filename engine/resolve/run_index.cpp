// SPDX-License-Identifier: Apache-2.0
#include "resolve/run_index.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <unordered_map>

#include "kernels/address.h"
#include "resolve/identity_rules.h"
#include "resolve/prepared.h"
#include "resolve_sql.h"

namespace zhike::resolve {
namespace {

std::string path_of(flow::Context& context, const std::string& entity) {
  return context.workspace().folder() + "/index/" + entity + ".index";
}

// 256 bits that only this workspace can make: two of its keyed digests.
std::string key_of(flow::Context& context) {
  std::string key;
  for (const char* half : {"first half", "second half"}) {
    const std::string digest = context.workspace().blind_index("sealed index", half);
    for (std::size_t k = 0; k + 1 < digest.size(); k += 2)
      key.push_back(static_cast<char>(std::stoi(digest.substr(k, 2), nullptr, 16)));
  }
  return key;
}

Result<std::string> basis_of(flow::Context& context, const std::string& entity) {
  auto rows = context.lake().query(sql::index_basis, {{"entity", entity}});
  if (!rows.ok()) return Error{ErrorCode::not_found, "nothing has been resolved yet: run `zhike run`"};
  return std::string(rows.value().text(0, 0));
}

// Rules by which two values are two customers, each with its column: in the order in which solving.cpp and
// apply_identity_rules() make constraints of them.
struct Contradicting {
  const standard::IdentityRule* rule;
  std::size_t column;
};
template <class Columns, class Name>
std::vector<Contradicting> contradicting(const standard::Standard& standard, const Columns& columns, const Name& name_of) {
  std::vector<Contradicting> out;
  for (const auto& rule : standard.identity_rules)
    for (std::size_t k = 0; k < columns.size(); ++k)
      if (rule.contradicts && name_of(columns[k]) == rule.field) out.push_back({&rule, k});
  return out;
}

// Per exclusive constraint of the run and row: the constraint says who is bound, the column by what.
std::vector<std::vector<std::uint64_t>> identity_of(const standard::Standard& standard, const Table& table, const Prepared& prepared) {
  std::vector<std::vector<std::uint64_t>> keys;
  for (const auto& [rule, k] : contradicting(standard, table.columns, [](const Column& column) -> const std::string& { return column.name; })) {
    auto& mine = keys.emplace_back(table.rows, 0);
    if (keys.size() > prepared.rules.exclusive.size()) continue;
    const auto& codes = prepared.rules.exclusive[keys.size() - 1];
    for (std::size_t row = 0; row < table.rows; ++row)
      if (codes[prepared.canonical_row[row]] != 0) mine[row] = identity_key(table.columns[k].text(row));
  }
  return keys;
}

std::string numbers(const std::vector<std::int64_t>& records) {
  std::string text;
  for (const auto record : records) text += (text.empty() ? "" : ", ") + std::to_string(record);
  return text;
}

struct Named {
  std::string cuid, name;
};
Result<std::unordered_map<std::int64_t, Named>> name_records(flow::Context& context, const std::vector<std::int64_t>& records) {
  std::unordered_map<std::int64_t, Named> named;
  if (records.empty()) return named;
  ZK_TRY_SET(db::Rows rows, context.lake().query(db::fill_slots(sql::codes_of_records, {{"records", numbers(records)}}), {}));
  for (std::size_t row = 0; row < rows.size(); ++row)
    named[rows.whole(row, 0)] = {std::string(rows.text(row, 1)), std::string(rows.text(row, 2))};
  return named;
}

}  // namespace

Status keep_indexes(flow::Context& context, const std::vector<Solved>& solved) {
  for (const auto& part : solved) {
    const std::string path = path_of(context, part.records.entity);
    if (!part.outcome.prepared || part.outcome.model.fields.empty()) {
      std::error_code error;
      std::filesystem::remove(path, error);
      continue;
    }
    Options options;
    options.cut_bits = part.outcome.prepared->rules.cut_bits;
    options.name_alone_merges = part.outcome.prepared->rules.name_alone_merges;
    ZK_TRY_SET(Index index, Index::make(part.records.table, options, part.outcome, part.records.record_ids,
                                        identity_of(context.standard(), part.records.table, *part.outcome.prepared)));
    ZK_TRY_SET(const std::string basis, basis_of(context, part.records.entity));
    ZK_TRY(save_index(index, path, key_of(context), basis));
  }
  return done();
}

Status keep_index(flow::Context& context, const std::string& entity, StoredIndex& stored) {
  ZK_TRY_SET(const std::string basis, basis_of(context, entity));
  return stored.keep(basis);
}

IndexTold told_of(const standard::Standard& standard, const Index& index, const Records& records, const Constraints& constraints) {
  IndexTold told;
  told.record_ids = records.record_ids;
  const auto& columns = records.table.columns;
  std::size_t taken = 0;  // of constraints.exclusive: the columns that hold anything now
  for (const auto& [rule, k] : contradicting(standard, index.columns(), [](const std::string& name) -> const std::string& { return name; })) {
    auto& keys = told.identity.emplace_back(records.record_ids.size(), 0);
    const auto column = std::find_if(columns.begin(), columns.end(), [&](const Column& own) { return own.name == index.columns()[k]; });
    if (column == columns.end() || taken == constraints.exclusive.size()) continue;
    const auto& codes = constraints.exclusive[taken++];
    for (std::size_t row = 0; row < keys.size(); ++row)
      if (codes[row] != 0) keys[row] = identity_key(column->text(row));
  }
  for (const auto& [pairs, out] : {std::pair{&constraints.same, &told.same}, std::pair{&constraints.different, &told.different}})
    for (const auto& [left, right] : *pairs) out->emplace_back(records.record_ids[left], records.record_ids[right]);
  return told;
}

Result<StoredIndex> open_index(flow::Context& context, const std::string& entity) {
  ZK_TRY_SET(const std::string basis, basis_of(context, entity));
  auto stored = StoredIndex::open(path_of(context, entity), key_of(context), basis);
  if (stored.ok()) return stored;
  return Error{stored.error().code, "there is no index of the present records: run `zhike run resolve`"};
}

IndexRecord index_record(const standard::Standard& standard, const Index& index, const std::vector<IndexCell>& cells) {
  IndexRecord record;
  record.id = -1;
  record.cells = cells;
  std::map<std::string, std::string> text_of;
  for (auto& cell : record.cells) {
    text_of[cell.column] = cell.text;
    const auto* field = standard.field(cell.column);
    if (!field || field->match_kind != "address") continue;
    // As the lake's address: its parts in one order.
    const auto address = kernels::read_address(cell.text);
    std::string parts;
    for (const auto* part : {&address.city, &address.district, &address.road, &address.number, &address.place, &address.building,
                             &address.unit, &address.floor, &address.room})
      if (!part->empty()) parts += (parts.empty() ? "" : " ") + *part;
    if (!parts.empty()) cell.text = parts;
  }
  for (const auto& [rule, k] : contradicting(standard, index.columns(), [](const std::string& name) -> const std::string& { return name; })) {
    const std::string& text = text_of[index.columns()[k]];
    record.identity.push_back(may_decide(*rule, text) ? identity_key(text) : 0);
  }
  return record;
}

Result<CustomerAnswer> ask_index(flow::Context& context, Index& index, const IndexRecord& record, const AskOptions& options) {
  ZK_TRY_SET(IndexAnswer found, index.ask(record, options));
  std::vector<std::int64_t> wanted;
  for (const auto cluster : found.clusters) {
    const auto members = index.members_of(cluster);
    wanted.insert(wanted.end(), members.begin(), members.end());
  }
  const std::size_t members_count = wanted.size();
  for (const auto& candidate : found.candidates) wanted.push_back(candidate.record_id);
  ZK_TRY_SET(auto named, name_records(context, wanted));
  // The customer that most of the records belong to; the smaller code at a tie.
  std::map<std::string, std::size_t> votes;
  for (std::size_t k = 0; k < members_count; ++k)
    if (const auto at = named.find(wanted[k]); at != named.end()) ++votes[at->second.cuid];
  CustomerAnswer answer;
  for (const auto& [cuid, count] : votes)
    if (answer.cuid.empty() || count > votes[answer.cuid]) answer.cuid = cuid;
  for (const auto& [cuid, count] : votes)
    if (cuid != answer.cuid) answer.others.push_back(cuid);
  for (auto& candidate : found.candidates) {
    const Named& name = named[candidate.record_id];
    answer.candidates.push_back({candidate.record_id, name.name, name.cuid, candidate.weight, probability_of(candidate.weight),
                                 std::move(candidate.waterfall)});
  }
  return answer;
}

}  // namespace zhike::resolve
