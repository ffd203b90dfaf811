// SPDX-License-Identifier: Apache-2.0
#include "measure/quality_rows.h"

#include <algorithm>

namespace zhike::measure {
namespace {

struct DimensionRow {
  std::string_view id;
  Tally FieldCounts::*tally;
};
constexpr DimensionRow dimensions[] = {
    {"completeness", &FieldCounts::completeness}, {"validity", &FieldCounts::validity},
    {"accuracy", &FieldCounts::accuracy},         {"consistency", &FieldCounts::consistency},
    {"timeliness", &FieldCounts::timeliness},
};

std::optional<double> ratio_of(const Tally& tally) {
  if (tally.denominator <= 0) return std::nullopt;
  double numerator = static_cast<double>(std::max<std::int64_t>(tally.numerator, 0));
  return std::min(1.0, numerator / static_cast<double>(tally.denominator));
}

std::optional<double> target_of(const standard::Field& field, std::string_view dimension) {
  auto found = field.target.find(std::string(dimension));
  if (found == field.target.end()) return std::nullopt;
  return found->second;
}

// What nobody asked for has no completeness to answer for in a sum, though its fill rate is told field by field.
bool takes_part(const FieldPlan& item, const DimensionRow& dimension, const Tally& tally) {
  return tally.denominator > 0 && (dimension.id != "completeness" || item.expected_by_rule);
}

struct Sum {
  Tally tally;
  std::int64_t assigned = 0;
  double weight = 0, ratio = 0, target_weight = 0, target = 0;
};

void add(Sum& sum, const FieldPlan& item, const DimensionRow& dimension, const FieldCounts& counts) {
  sum.assigned += counts.assigned;
  const Tally& tally = counts.*dimension.tally;
  if (!takes_part(item, dimension, tally)) return;
  double weight = item.weight;
  sum.tally += tally;
  sum.weight += weight;
  sum.ratio += weight * *ratio_of(tally);
  if (auto target = target_of(*item.field, dimension.id)) {
    sum.target_weight += weight;
    sum.target += weight * *target;
  }
}

QualityRow row_of(const Sum& sum, std::string_view dimension, std::string scope, std::string name) {
  QualityRow row{std::string(dimension), std::move(scope), std::move(name), sum.tally.numerator, sum.tally.denominator, {}, {}, {}, {}};
  if (sum.weight > 0) row.ratio = sum.ratio / sum.weight;
  if (sum.target_weight > 0) row.target = sum.target / sum.target_weight;
  if (dimension == "accuracy")
    row.coverage = sum.assigned > 0 ? std::min(1.0, static_cast<double>(sum.tally.denominator) / static_cast<double>(sum.assigned)) : 0;
  return row;
}

void add_field_rows(const Plan& plan, const Counts& counts, std::vector<QualityRow>& rows) {
  for (std::size_t f = 0; f < plan.fields.size(); ++f) {
    const FieldPlan& item = plan.fields[f];
    if (!item.in_records && !item.in_customers) continue;
    for (const auto& dimension : dimensions) {
      const Tally& tally = counts.fields[f].*dimension.tally;
      QualityRow row{std::string(dimension.id), "field", item.field->id, tally.numerator, tally.denominator, ratio_of(tally),
                     target_of(*item.field, dimension.id), {}, {}};
      std::int64_t assigned = counts.fields[f].assigned;
      if (dimension.id == "accuracy")
        row.coverage = assigned > 0 ? std::min(1.0, static_cast<double>(tally.denominator) / static_cast<double>(assigned)) : 0;
      rows.push_back(std::move(row));
    }
  }
}

// The total and the three ways fields are grouped. Groups come in the order of their first field.
void add_group_rows(const Plan& plan, const Counts& counts, std::vector<QualityRow>& rows) {
  struct Grouping {
    std::string scope;
    std::string standard::Field::*member;
  };
  const Grouping groupings[] = {{"total", nullptr},
                                {"category", &standard::Field::category},
                                {"info_type", &standard::Field::info_type},
                                {"department", &standard::Field::department}};
  for (const auto& grouping : groupings)
    for (const auto& dimension : dimensions) {
      std::vector<std::pair<std::string, Sum>> groups;
      for (std::size_t f = 0; f < plan.fields.size(); ++f) {
        std::string name = grouping.member ? plan.fields[f].field->*grouping.member : "";
        auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& each) { return each.first == name; });
        if (group == groups.end()) group = groups.insert(groups.end(), {name, {}});
        add(group->second, plan.fields[f], dimension, counts.fields[f]);
      }
      for (const auto& [name, sum] : groups) rows.push_back(row_of(sum, dimension.id, grouping.scope, name));
    }
}

// A source answers for the fields it delivers at all: that a till knows no tax number is no fault of the till.
void add_source_rows(const Plan& plan, const Counts& counts, std::vector<QualityRow>& rows) {
  for (std::size_t s = 0; s < counts.sources.size(); ++s)
    for (const auto& dimension : dimensions) {
      Sum sum;
      for (std::size_t f = 0; f < plan.fields.size(); ++f) {
        const FieldCounts& field = counts.by_source[s][f];
        if (field.assigned > 0 || field.validity.denominator > 0) add(sum, plan.fields[f], dimension, field);
      }
      rows.push_back(row_of(sum, dimension.id, "source", counts.sources[s]));
    }
}

// Uniqueness has a target when the field that numbers the customers sets one.
std::optional<double> uniqueness_target(const Plan& plan) {
  for (const auto& item : plan.fields)
    if (auto target = target_of(*item.field, "uniqueness")) return target;
  return std::nullopt;
}

void add_uniqueness_rows(const Plan& plan, const Counts& counts, std::vector<QualityRow>& rows) {
  auto target = uniqueness_target(plan);
  auto add_row = [&](const std::string& scope, const std::string& name) {
    auto found = counts.uniqueness.find(name);
    Tally tally = found == counts.uniqueness.end() ? Tally{} : found->second;
    rows.push_back({"uniqueness", scope, name, tally.numerator, tally.denominator, ratio_of(tally), target, {}, {}});
  };
  add_row("total", "");
  for (const auto& source : counts.sources) add_row("source", source);
}

}  // namespace

std::string judgement_of(const QualityRow& row) {
  if (!row.ratio) return "unmeasured";
  if (!row.target) return "";
  // Ratios are counts over counts; a hair's breadth of rounding must not turn "reached" into "missed".
  if (*row.ratio >= *row.target - 1e-12) return "good";
  return *row.ratio >= *row.target - warn_margin ? "warn" : "bad";
}

std::vector<QualityRow> quality_rows(const Plan& plan, const Counts& counts) {
  std::vector<QualityRow> rows;
  add_group_rows(plan, counts, rows);
  add_field_rows(plan, counts, rows);
  add_source_rows(plan, counts, rows);
  add_uniqueness_rows(plan, counts, rows);
  return rows;
}

std::string key_of(const QualityRow& row) { return row.dimension + "|" + row.scope + "|" + row.name; }

}  // namespace zhike::measure
