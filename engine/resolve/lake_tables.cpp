// SPDX-License-Identifier: Apache-2.0
#include "resolve/lake_tables.h"

#include <algorithm>
#include <atomic>

#include "resolve/customer_code.h"
#include "resolve/hashed_values.h"
#include "resolve_sql.h"

namespace zhike::resolve {
namespace {

// The standard says how a field is matched; a company's name is compared as words, a person's by its parts.
std::string engine_kind(const standard::Field& field, const std::string& entity) {
  if (field.match_kind == "name") return entity != "organisation" ? "full_name" : field.id == "full_name" ? "organisation_name" : "other_name";
  return field.match_kind == "text" ? "place" : field.match_kind;
}

// A parsed address is compared by its parts in one order, so that 3栋2单元 and 3-2 or a left-out province make no difference.
std::string compared_text(const standard::Field& field) {
  std::string own = "CAST(" + db::quote_identifier(field.id) + " AS VARCHAR)";
  if (field.match_kind != "address") return own;
  return "COALESCE(NULLIF(concat_ws(' ', address_city, address_district, address_road, address_number, address_place, "
         "address_building, address_unit, address_floor, address_room), ''), " + own + ")";
}

std::string condition_of(const Among& among) {
  if (among.table.empty()) return "TRUE";
  return "record_id IN (SELECT record_id FROM " + among.table + ")" + (among.cleaned_from > 0 ? " AND cleaned_in >= " + std::to_string(among.cleaned_from) : "");
}

// Rows made one after the other by a function of the row number; several threads take blocks of them.
class RowSource : public db::Source {
 public:
  using Write = std::function<void(db::ChunkWriter&, std::size_t row, std::size_t index)>;
  RowSource(std::vector<db::SourceColumn> columns, std::size_t size, Write write)
      : columns_(std::move(columns)), size_(size), write_(std::move(write)) {}
  std::vector<db::SourceColumn> columns() const override { return columns_; }
  int threads_max() const override { return 2; }
  Status fill(db::ChunkWriter& out, Local*) override {
    std::size_t first = next_.fetch_add(out.capacity());
    std::size_t rows = first >= size_ ? 0 : std::min(out.capacity(), size_ - first);
    for (std::size_t row = 0; row < rows; ++row) write_(out, row, first + row);
    out.set_size(rows);
    return done();
  }

 private:
  std::vector<db::SourceColumn> columns_;
  std::size_t size_;
  Write write_;
  std::atomic<std::size_t> next_{0};
};

// Numbers several lists one after the other: index -> (list, position).
struct Joined {
  std::vector<std::size_t> starts;
  std::size_t total = 0;
  void add(std::size_t size) {
    starts.push_back(total);
    total += size;
  }
  std::pair<std::size_t, std::size_t> find(std::size_t index) const {
    std::size_t list = starts.size() - 1;
    while (starts[list] > index) --list;
    return {list, index - starts[list]};
  }
};

std::vector<db::SourceColumn> edge_columns() {
  using db::SourceType;
  return {{"left_id", SourceType::whole}, {"right_id", SourceType::whole}, {"match_weight", SourceType::number},
          {"match_probability", SourceType::number}, {"related_weight", SourceType::number}, {"entity", SourceType::text},
          {"pattern", SourceType::unsigned_whole}};
}

}  // namespace

bool is_compared(const standard::Field& field, const std::string& entity) {
  if (!field.collected || field.match_kind.empty() || field.match_kind == "none") return false;
  for (const auto& of : field.entities)
    if (of == entity) return true;
  return false;
}

Result<CleanedIn> find_cleaned_in(flow::Context& context) {
  ZK_TRY_SET(const std::int64_t known, context.lake().count(
      "SELECT count(*) FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = 'standardise' "
      "AND table_name = 'customer' AND column_name = 'cleaned_in'"));
  return known > 0 ? CleanedIn{true, "cleaned_in"} : CleanedIn{false, "CAST(NULL AS BIGINT)"};
}

Status view_present(flow::Context& context, const CleanedIn& cleaned, const Among& among) {
  std::vector<db::Slot> slots{{"cleaned_in", cleaned.column}, {"among", condition_of(among)}};
  for (const auto& [entity, weight_slot] : {std::pair{"person", "person_weight"}, std::pair{"organisation", "organisation_weight"}}) {
    std::string columns, weight = "CAST(1";
    for (const auto& field : context.standard().fields) {
      if (!is_compared(field, entity)) continue;
      columns += (columns.empty() ? "" : ", ") + compared_text(field);
      weight += " + COALESCE(CAST(" + compared_text(field) + " <> '' AS INTEGER), 0)";
    }
    slots.push_back({entity, columns.empty() ? "CAST(0 AS UBIGINT)" : "hash(" + columns + ")"});
    slots.push_back({weight_slot, weight + " AS BIGINT)"});
  }
  ZK_TRY(context.run_sql("resolve.present", sql::present, slots));
  return done();
}

Result<Records> read_records(flow::Context& context, const std::string& entity, const Extract& extract) {
  Records records;
  records.entity = entity;
  std::string columns, any_of_them;
  const auto decides = [&](const standard::Field& field) {
    const auto& rules = context.standard().identity_rules;
    return std::any_of(rules.begin(), rules.end(), [&](const auto& rule) { return rule.field == field.id && rule.decides(); });
  };
  for (const auto& field : context.standard().fields) {
    if (!is_compared(field, entity) || (extract.identifiers_only && !decides(field))) continue;
    columns += (columns.empty() ? "" : ",\n  ") + compared_text(field);
    any_of_them += " OR " + db::quote_identifier(field.id) + " IS NOT NULL";
    records.table.columns.push_back({field.id, engine_kind(field, entity), {}});
  }
  if (columns.empty()) columns = "NULL";
  const std::string among = condition_of(extract.among) + (extract.identifiers_only ? any_of_them : "");
  ZK_TRY_SET(db::Rows rows, context.lake().query(db::fill_slots(sql::compared_columns, {{"columns", columns}, {"among", "(" + among + ")"}}), {{"entity", entity}}));
  records.table.rows = rows.size();
  for (std::size_t row = 0; row < rows.size(); ++row) {
    records.record_ids.push_back(rows.whole(row, 0));
    records.table.record_hash.push_back(static_cast<std::uint64_t>(rows.whole(row, 0)));
  }
  std::vector<Column> filled;
  for (std::size_t c = 0; c < records.table.columns.size(); ++c) {
    Column& column = records.table.columns[c];
    bool any = false;
    column.values.reserve(rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
      column.values.emplace_back(rows.text(row, c + 1));
      any |= !column.values.back().empty();
    }
    for (const auto& rule : context.standard().identity_rules)
      if (rule.field == column.name) column.values = with_digests_replaced(column.values, rule.hashed);
    if (any) filled.push_back(std::move(column));
  }
  records.table.columns = std::move(filled);
  return records;
}

Result<Scopes> read_scopes(flow::Context& context, const Records& records) {
  ZK_TRY_SET(db::Rows rows, context.lake().query(sql::record_scopes, {{"entity", records.entity}}));
  Scopes scopes;
  std::size_t row = 0;  // both ascend
  for (const auto record_id : records.record_ids) {
    while (row < rows.size() && rows.whole(row, 0) < record_id) ++row;
    const bool found = row < rows.size() && rows.whole(row, 0) == record_id;
    scopes.sources.emplace_back(found ? rows.text(row, 1) : std::string_view());
    scopes.days.push_back(found ? static_cast<std::int32_t>(rows.whole(row, 2)) : 0);
  }
  return scopes;
}

std::shared_ptr<db::Source> edge_source(const std::vector<Solved>& solved) {
  Joined joined;
  for (const auto& part : solved) joined.add(part.outcome.edges.size());
  return std::make_shared<RowSource>(edge_columns(), joined.total, [&solved, joined](db::ChunkWriter& out, std::size_t row, std::size_t index) {
    auto [list, at] = joined.find(index);
    const Solved& part = solved[list];
    const Edge& edge = part.outcome.edges[at];
    out.set_whole(0, row, part.records.record_ids[edge.left]);
    out.set_whole(1, row, part.records.record_ids[edge.right]);
    out.set_number(2, row, edge.weight);
    out.set_number(3, row, probability_of(edge.weight));
    out.set_number(4, row, edge.related);
    out.set_text(5, row, part.records.entity);
    out.set_unsigned(6, row, edge.pattern);
  });
}

std::shared_ptr<db::Source> cluster_source(const std::vector<Solved>& solved) {
  Joined joined;
  for (const auto& part : solved) joined.add(part.records.record_ids.size());
  std::vector<db::SourceColumn> columns{{"record_id", db::SourceType::whole}, {"cluster_id", db::SourceType::whole}};
  return std::make_shared<RowSource>(columns, joined.total, [&solved, joined](db::ChunkWriter& out, std::size_t row, std::size_t index) {
    auto [list, at] = joined.find(index);
    const auto& ids = solved[list].records.record_ids;
    out.set_whole(0, row, ids[at]);
    out.set_whole(1, row, ids[solved[list].outcome.cluster[at]]);
  });
}

std::shared_ptr<db::Source> field_source(const std::vector<Solved>& solved) {
  struct Place {
    std::size_t part, field;
    int level;
  };
  std::vector<Place> places;
  for (std::size_t p = 0; p < solved.size(); ++p)
    for (std::size_t f = 0; f < solved[p].outcome.model.fields.size(); ++f)
      for (int level = exact_level; level < levels_count(solved[p].outcome.model.fields[f].kind); ++level) places.push_back({p, f, level});
  using db::SourceType;
  std::vector<db::SourceColumn> columns{{"entity", SourceType::text}, {"position", SourceType::integer}, {"name", SourceType::text},
      {"kind", SourceType::text}, {"shared", SourceType::flag}, {"level", SourceType::integer}, {"label", SourceType::text},
      {"m", SourceType::number}, {"u", SourceType::number}};
  return std::make_shared<RowSource>(columns, places.size(), [&solved, places](db::ChunkWriter& out, std::size_t row, std::size_t index) {
    const Place& place = places[index];
    const FieldModel& field = solved[place.part].outcome.model.fields[place.field];
    out.set_text(0, row, solved[place.part].records.entity);
    out.set_integer(1, row, static_cast<std::int32_t>(place.field));
    out.set_text(2, row, field.name);
    out.set_text(3, row, info(field.kind).id);
    out.set_flag(4, row, field.shared);
    out.set_integer(5, row, place.level);
    out.set_text(6, row, info(field.kind).labels[static_cast<std::size_t>(place.level)]);
    out.set_number(7, row, field.m[static_cast<std::size_t>(place.level)]);
    out.set_number(8, row, field.u[static_cast<std::size_t>(place.level)]);
  });
}

std::shared_ptr<db::Source> code_source(const std::vector<std::int64_t>& record_ids, const std::vector<std::string>& cuids) {
  std::vector<db::SourceColumn> columns{{"record_id", db::SourceType::whole}, {"cuid", db::SourceType::text}};
  return std::make_shared<RowSource>(columns, record_ids.size(), [&record_ids, &cuids](db::ChunkWriter& out, std::size_t row, std::size_t index) {
    out.set_whole(0, row, record_ids[index]);
    out.set_text(1, row, cuids[index]);
  });
}

std::shared_ptr<db::Source> number_source(const std::vector<std::int64_t>& record_ids) {
  std::vector<db::SourceColumn> columns{{"record_id", db::SourceType::whole}};
  return std::make_shared<RowSource>(columns, record_ids.size(),
                                     [&record_ids](db::ChunkWriter& out, std::size_t row, std::size_t index) { out.set_whole(0, row, record_ids[index]); });
}

std::shared_ptr<db::Source> index_edge_source(const std::vector<IndexEdge>& edges, const std::string& entity) {
  return std::make_shared<RowSource>(edge_columns(), edges.size(), [&edges, entity](db::ChunkWriter& out, std::size_t row, std::size_t index) {
    const IndexEdge& edge = edges[index];
    out.set_whole(0, row, edge.left_id);
    out.set_whole(1, row, edge.right_id);
    out.set_number(2, row, edge.weight);
    out.set_number(3, row, probability_of(edge.weight));
    out.set_number(4, row, edge.related);
    out.set_text(5, row, entity);
    out.set_unsigned(6, row, edge.pattern);
  });
}

std::shared_ptr<db::Source> alias_source(const std::vector<std::pair<std::string, std::string>>& aliases) {
  std::vector<db::SourceColumn> columns{{"cuid", db::SourceType::text}, {"present", db::SourceType::text}};
  return std::make_shared<RowSource>(columns, aliases.size(), [&aliases](db::ChunkWriter& out, std::size_t row, std::size_t index) {
    out.set_text(0, row, aliases[index].first);
    out.set_text(1, row, aliases[index].second);
  });
}

std::shared_ptr<db::Source> cuid_source(const std::vector<Code>& codes) {
  std::vector<db::SourceColumn> columns{{"cuid", db::SourceType::text}};
  return std::make_shared<RowSource>(columns, codes.size(), [&codes](db::ChunkWriter& out, std::size_t row, std::size_t index) { out.set_text(0, row, cuid_of(codes[index])); });
}

std::shared_ptr<db::Source> household_source(const std::vector<HouseholdMember>& members) {
  std::vector<db::SourceColumn> columns{{"cuid", db::SourceType::text}, {"household", db::SourceType::text}};
  return std::make_shared<RowSource>(columns, members.size(), [&members](db::ChunkWriter& out, std::size_t row, std::size_t index) {
    out.set_text(0, row, cuid_of(members[index].customer));
    out.set_text(1, row, cuid_of(members[index].household));
  });
}

std::shared_ptr<db::Source> household_edge_source(const std::vector<HouseholdEdge>& edges, const std::vector<Code>& parts) {
  using db::SourceType;
  std::vector<db::SourceColumn> columns{{"left_cuid", SourceType::text}, {"right_cuid", SourceType::text}, {"related_weight", SourceType::number},
      {"left_id", SourceType::whole}, {"right_id", SourceType::whole}, {"part", SourceType::whole}};
  return std::make_shared<RowSource>(columns, edges.size(), [&edges, &parts](db::ChunkWriter& out, std::size_t row, std::size_t index) {
    const HouseholdEdge& edge = edges[index];
    out.set_text(0, row, cuid_of(edge.left));
    out.set_text(1, row, cuid_of(edge.right));
    out.set_number(2, row, edge.related_bits);
    out.set_whole(3, row, edge.left_id);
    out.set_whole(4, row, edge.right_id);
    out.set_whole(5, row, static_cast<std::int64_t>(parts[index]));
  });
}

}  // namespace zhike::resolve
