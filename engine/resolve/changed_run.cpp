// SPDX-License-Identifier: Apache-2.0
// The order of writing is that of a full run: the registry, the lake, the indexes. A kill in between leaves an index of other
// records than the lake's, and the next run looks at all of them.
#include "resolve/changed_run.h"

#include <algorithm>
#include <memory>

#include "base/failpoint.h"
#include "resolve/codes.h"
#include "resolve/follow.h"
#include "resolve/households.h"
#include "resolve/run_index.h"
#include "resolve/solving.h"
#include "resolve_sql.h"

namespace zhike::resolve {
namespace {

// How frequent values are is counted anew when the base has grown by this share: a tenth moves no pair by more than .14 bits
// a field.
constexpr double recount_share = 0.1;

// One kind of customer on its way.
struct Part {
  std::string entity;
  std::unique_ptr<StoredIndex> index;      // null: there is none of this kind, and none of its records has changed
  std::vector<std::int64_t> coming, going; // ascending
  std::int64_t cleaned_from = 0;           // of those that come: the first run that cleaned any
  std::vector<RecordTie> told;
  std::vector<std::int64_t> touched;
  bool is_changed = false;                 // the index is another one than the stored one
};

std::int64_t count_changes(const std::vector<Part>& parts) {
  std::int64_t count = 0;
  for (const auto& part : parts) count += static_cast<std::int64_t>(part.coming.size() + part.going.size());
  return count;
}

struct Learned {
  std::string standard_hash, model_hash;
  std::int64_t policy_no = -1, model_no = 0;
};

Result<Learned> read_learned(flow::Context& context) {
  ZK_TRY_SET(std::int64_t tables, context.lake().count(
      "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'resolve' AND table_name IN ('learned', 'seen', 'customer', 'registry')"));
  Learned learned;
  if (tables < 4) return learned;
  ZK_TRY_SET(db::Rows rows, context.lake().query("SELECT standard_hash, policy_no, model_hash, model_no FROM resolve.learned", {}));
  learned.standard_hash = rows.text(0, 0);
  learned.policy_no = rows.whole(0, 1);
  learned.model_hash = rows.text(0, 2);
  learned.model_no = rows.whole(0, 3);
  return learned;
}

// Makes resolve_compared, of the records that may look different. Returns the first run that cleaned any of them; 0: not known.
Result<std::int64_t> compare(flow::Context& context) {
  // Of a table that an older program wrote nothing is known, so that all of it is compared.
  ZK_TRY(context.run_sql("resolve.seen_cleaned", sql::seen_cleaned));
  ZK_TRY(context.run_sql("resolve.seen_weight", sql::seen_weight));
  ZK_TRY_SET(const CleanedIn cleaned, find_cleaned_in(context));
  const std::string differs = cleaned.known ? "present.cleaned_in IS DISTINCT FROM seen.cleaned_in" : "TRUE";
  ZK_TRY(context.run_sql("resolve.recleaned", sql::recleaned, {{"cleaned_in", cleaned.column}, {"differs", differs}}));
  ZK_TRY_SET(const std::int64_t from, context.lake().count("SELECT min(cleaned_in) FROM resolve_recleaned"));
  ZK_TRY(view_present(context, cleaned, {"resolve_recleaned", from}));
  ZK_TRY(context.run_sql("resolve.compared", sql::compared));
  return from;
}

// Fills the lists of what changed. Returns why all must be looked at, or nothing.
Result<std::string> find_changes(flow::Context& context, const Policy& policy, std::vector<Part>& parts) {
  ZK_TRY_SET(const std::int64_t cleaned_from, compare(context));
  ZK_TRY(context.run_sql("resolve.changed", sql::changed));
  ZK_TRY_SET(db::Rows rows, context.lake().query("SELECT record_id, entity, entity_before FROM resolve_changed ORDER BY record_id", {}));
  for (auto& part : parts) {
    part.cleaned_from = cleaned_from;
    for (std::size_t row = 0; row < rows.size(); ++row) {
      if (rows.text(row, 1) == part.entity) part.coming.push_back(rows.whole(row, 0));
      else if (rows.text(row, 2) == part.entity) part.going.push_back(rows.whole(row, 0));
    }
  }
  ZK_TRY_SET(std::int64_t seen, context.lake().count("SELECT count(*) FROM resolve.seen"));
  if (seen < policy.incremental_from_records) return std::string("the base is small (policy incremental_from_records)");
  if (static_cast<double>(rows.size()) * 100 > static_cast<double>(seen) * policy.incremental_most_percent)
    return std::to_string(rows.size()) + " records are new, changed or gone (policy incremental_most_percent)";
  return std::string();
}

Result<std::string> open_indexes(flow::Context& context, const Policy& policy, std::vector<Part>& parts) {
  for (auto& part : parts) {
    auto stored = open_index(context, part.entity);
    if (!stored.ok()) {
      ZK_TRY_SET(const db::Rows seen, context.lake().query("SELECT count(*) FROM resolve.seen WHERE entity = $entity", {{"entity", part.entity}}));
      if (seen.whole(0, 0) == 0 && part.coming.empty()) continue;
      return stored.error().message;
    }
    part.index = std::make_unique<StoredIndex>(std::move(stored.value()));
    const auto& index = part.index->index();
    const double later = index.drift() + static_cast<double>(part.coming.size()) / static_cast<double>(std::max<std::size_t>(1, index.records_count()));
    if (later * 100 > policy.learn_again_percent)
      return "the weights were learned from too few of the present " + part.entity + " records (policy learn_again_percent)";
  }
  return std::string();
}

// A column that was empty when the weights were learned has none.
bool knows_columns(const Index& index, const Records& records) {
  return std::all_of(records.table.columns.begin(), records.table.columns.end(), [&](const Column& column) {
    return std::find(index.columns().begin(), index.columns().end(), column.name) != index.columns().end();
  });
}

std::vector<IndexChange> changes_of(const Records& records, const std::vector<std::int64_t>& going) {
  std::vector<IndexChange> changes;
  for (std::size_t row = 0; row < records.record_ids.size(); ++row) {
    IndexChange change;
    change.record.id = records.record_ids[row];
    for (const auto& column : records.table.columns)
      if (!column.text(row).empty()) change.record.cells.push_back({column.name, column.text(row)});
    changes.push_back(std::move(change));
  }
  for (const auto id : going) changes.push_back({{id, {}, {}}, true});
  return changes;
}

// The records that people or rules can say anything about, with the columns that rules decide by.
Result<Records> read_decided(flow::Context& context, const std::string& entity) {
  ZK_TRY_SET(const auto judged, judged_records(context));
  const std::string source = "resolve_judged_" + entity + "_" + std::to_string(context.run_id());
  ZK_TRY(context.lake().add_source(source, number_source(judged)));
  ZK_TRY(context.run_sql("resolve.judged", sql::judged, {{"source", source}}));
  return read_records(context, entity, {.among = {"resolve_judged"}, .identifiers_only = true});
}

// Takes the changes into the index. Returns false when a column came that it does not know; nothing has changed then.
Result<bool> match(flow::Context& context, const Policy& policy, Part& part, RunResult& result) {
  ZK_TRY_SET(const Records changed, read_records(context, part.entity, {.among = {"resolve_changed", part.cleaned_from}}));
  if (!knows_columns(part.index->index(), changed)) return false;
  ZK_TRY_SET(const Records decided, read_decided(context, part.entity));
  std::vector<ToldPair> told;
  ZK_TRY_SET(const Constraints constraints, constraints_of(context, decided, policy, told, result));
  const IndexTold now = told_of(context.standard(), part.index->index(), decided, constraints);
  const auto changes = changes_of(changed, part.going);
  auto& index = part.index->index();
  ZK_TRY_SET(const IndexReport report, index.apply(changes, &now));
  const IndexReport counted = index.recount_beyond(recount_share);
  for (const auto& pair : told) part.told.push_back({decided.record_ids[pair.left], decided.record_ids[pair.right], 0, pair.cause});
  part.touched = report.moved;
  part.touched.insert(part.touched.end(), counted.moved.begin(), counted.moved.end());
  for (const auto* ids : {&part.coming, &part.going}) part.touched.insert(part.touched.end(), ids->begin(), ids->end());
  part.is_changed = !part.touched.empty() || report.clustered_again + counted.clustered_again > 0;
  result.clustered_again += static_cast<std::int64_t>(report.clustered_again + counted.clustered_again);
  return true;
}

// These records and all others of the customers they belonged to, ascending; resolve_touched holds them too.
Result<std::vector<std::int64_t>> list_touched(flow::Context& context, const std::vector<std::int64_t>& record_ids) {
  const std::string source = "resolve_touched_" + std::to_string(context.run_id()) + "_" + std::to_string(record_ids.size());
  ZK_TRY(context.lake().add_source(source, number_source(record_ids)));
  ZK_TRY(context.run_sql("resolve.touched", sql::touched, {{"source", source}}));
  ZK_TRY(context.run_sql("resolve.touched_customers", sql::touched_customers));
  ZK_TRY_SET(db::Rows rows, context.lake().query("SELECT record_id FROM resolve_touched ORDER BY record_id"));
  std::vector<std::int64_t> out;
  for (std::size_t row = 0; row < rows.size(); ++row) out.push_back(rows.whole(row, 0));
  return out;
}

void settle(std::vector<std::int64_t>& ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

// All records of all customers that are touched, before and after; resolve_touched holds them too.
Result<std::vector<std::int64_t>> close(flow::Context& context, const std::vector<Part>& parts) {
  std::vector<std::int64_t> touched;
  for (const auto& part : parts) touched.insert(touched.end(), part.touched.begin(), part.touched.end());
  settle(touched);
  for (;;) {
    ZK_TRY_SET(auto closed, list_touched(context, touched));
    const std::size_t before = closed.size();
    for (const auto& part : parts)
      for (const auto id : std::vector(closed))
        if (part.index && part.index->index().holds(id))
          for (const auto member : part.index->index().members_of(id)) closed.push_back(member);
    settle(closed);
    if (closed.size() == before) return closed;
    touched = std::move(closed);
  }
}

// The records among `touched` that are there, with the codes they get; durable in the ledger when it returns.
Result<CodedRecords> give_touched_codes(flow::Context& context, const std::vector<Part>& parts, const std::vector<std::int64_t>& touched,
                                        const Learned& learned, RunResult& result) {
  std::vector<RecordMember> members;
  std::vector<RecordTie> ties;
  ZK_TRY_SET(const db::Rows rows, context.lake().query(sql::touched_members));
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto id = rows.whole(row, 0);
    const auto part = std::find_if(parts.begin(), parts.end(), [&](const Part& one) { return one.entity == rows.text(row, 1); });
    const auto cluster = part->index && part->index->index().holds(id) ? part->index->index().cluster_of(id) : id;
    members.push_back({id, cluster, static_cast<std::uint32_t>(rows.whole(row, 2)), part->entity});
  }
  for (const auto& part : parts) {
    ties.insert(ties.end(), part.told.begin(), part.told.end());
    if (part.index)
      for (const auto& edge : part.index->index().ties_of(touched)) ties.push_back({edge.left_id, edge.right_id, edge.weight, Cause::evidence});
  }
  return give_codes_among(context, touched, std::move(members), ties, learned.model_hash, result);
}

Status write_part(flow::Context& context, const Part& part, std::vector<IndexEdge>& edges) {
  if (!part.index) return done();
  edges = part.index->index().edges_of(part.coming);
  const std::string source = "resolve_more_edges_" + part.entity + "_" + std::to_string(context.run_id());
  ZK_TRY(context.lake().add_source(source, index_edge_source(edges, part.entity)));
  ZK_TRY(context.run_sql("resolve.more_edges", sql::more_edges, {{"source", source}}));
  return done();
}

Status write_lake(flow::Context& context, const std::vector<Part>& parts, const CodedRecords& coded, std::int64_t registry_act) {
  const std::string source = "resolve_more_codes_" + std::to_string(context.run_id());
  ZK_TRY(context.lake().add_source(source, code_source(coded.record_ids, coded.cuids)));
  std::vector<std::vector<IndexEdge>> edges(parts.size());
  return context.lake().transaction([&]() -> Status {
    ZK_TRY(context.run_sql("resolve.forget_edges", sql::forget_edges));
    for (std::size_t k = 0; k < parts.size(); ++k) ZK_TRY(write_part(context, parts[k], edges[k]));
    ZK_TRY(context.run_sql("resolve.forget_codes", sql::forget_codes));
    ZK_TRY(context.run_sql("resolve.more_codes", sql::more_codes, {{"source", source}}));
    ZK_TRY(context.run_sql("resolve.forget_names", sql::forget_names));
    ZK_TRY(context.run_sql("resolve.more_names", sql::more_names));
    ZK_TRY(context.run_sql("resolve.forget_seen", sql::forget_seen));
    ZK_TRY(context.run_sql("resolve.more_seen", sql::more_seen));
    ZK_FAILPOINT("resolve.changes_written");
    return write_aliases(context, registry_act);
  });
}

Status count_all(flow::Context& context, RunResult& result) {
  ZK_TRY_SET(db::Rows counts, context.lake().query(sql::count_customers, {}));
  result.records_count = counts.whole(0, 0);
  result.customers_count = counts.whole(0, 1);
  result.edges_count = counts.whole(0, 2);
  return done();
}

// From the changes to the tables; the indexes are loaded.
Status work(flow::Context& context, const Policy& policy, const Learned& learned, std::vector<Part>& parts, RunResult& result) {
  std::vector<std::int64_t> touched;
  CodedRecords coded;
  ZK_TRY(context.step("resolve.codes", [&]() -> Result<std::int64_t> {
    ZK_TRY_SET(touched, close(context, parts));
    ZK_TRY_SET(coded, give_touched_codes(context, parts, touched, learned, result));
    return static_cast<std::int64_t>(touched.size());
  }));
  ZK_FAILPOINT("resolve.codes_written");
  ZK_TRY(context.step("resolve.write", [&]() -> Result<std::int64_t> {
    ZK_TRY(write_lake(context, parts, coded, result.registry_act));
    return static_cast<std::int64_t>(touched.size());
  }));
  ZK_TRY(context.step("resolve.households", [&]() { return write_households_changed(context, policy.household_customers_most); }));
  ZK_TRY(context.step("resolve.index", [&]() -> Result<std::int64_t> {
    std::int64_t rows = 0;
    for (auto& part : parts) {
      if (!part.index || !part.is_changed) continue;
      ZK_TRY(keep_index(context, part.entity, *part.index));
      rows += static_cast<std::int64_t>(part.index->index().records_count());
    }
    return rows;
  }));
  return count_all(context, result);
}

}  // namespace

Result<std::optional<RunResult>> run_changed(flow::Context& context, const PolicyVersion& policy, const ChosenModels& models, std::string& reason) {
  const std::optional<RunResult> nothing;
  ZK_TRY_SET(const Learned learned, read_learned(context));
  if (learned.policy_no < 0) return nothing;  // the first run of a lake: no need to say why
  if (learned.policy_no != policy.policy_no) reason = "the policy is another one";
  if (learned.standard_hash != context.standard().hash) reason = "the standard is another one";
  if (learned.model_no != models.model_no) reason = "the model is another one";
  if (!reason.empty()) return nothing;
  RunResult result;
  result.policy_no = policy.policy_no;
  std::vector<Part> parts(std::size(entities));
  for (std::size_t k = 0; k < parts.size(); ++k) parts[k].entity = entities[k];
  ZK_TRY(follow_registry(context));
  ZK_TRY(context.step("resolve.changes", [&]() -> Result<std::int64_t> {
    ZK_TRY_SET(reason, find_changes(context, policy.policy, parts));
    if (reason.empty()) {
      ZK_TRY_SET(reason, open_indexes(context, policy.policy, parts));
    }
    return count_changes(parts);
  }));
  if (!reason.empty()) return nothing;
  for (auto& part : parts) {
    if (!part.index) continue;
    ZK_TRY(context.step("resolve.match_" + part.entity, [&]() -> Result<std::int64_t> {
      ZK_TRY_SET(const bool known, match(context, policy.policy, part, result));
      if (!known) reason = "a column is filled that was empty when the weights were learned";
      return static_cast<std::int64_t>(part.coming.size() + part.going.size());
    }));
    if (!reason.empty()) return nothing;
  }
  ZK_TRY(work(context, policy.policy, learned, parts, result));
  result.notes.push_back("only what changed was matched: " + std::to_string(count_changes(parts)) + " records new, changed or gone, " +
                         std::to_string(result.clustered_again) + " clustered again (zhike run --full looks at all)");
  return std::optional(std::move(result));
}

}  // namespace zhike::resolve
