// SPDX-License-Identifier: Apache-2.0
#include "resolve/model_use.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <unordered_map>

#include "kernels/nearest_name.h"
#include "resolve/aliases.h"
#include "resolve/assemble_fields.h"

namespace zhike::resolve {
namespace {

std::size_t find_field(const Fields& fields, const FieldModel& wanted) {
  for (std::size_t f = 0; f < fields.size(); ++f)
    if (fields.field[f].name == wanted.name && fields.field[f].kind == wanted.kind) return f;
  return no_field;
}

void use_aliases(Fields& fields, std::size_t f, const Model& model, std::size_t field_in_model) {
  const Field& field = fields.field[f];
  std::unordered_map<std::string_view, std::uint32_t> code_of;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (const auto& alias : model.aliases) {
    if (alias.field != field_in_model) continue;
    if (code_of.empty())
      for (std::uint32_t code = 1; code < field.values_count(); ++code) code_of.emplace(field.values[code], code);
    const auto left = code_of.find(alias.left);
    const auto right = code_of.find(alias.right);
    if (left != code_of.end() && right != code_of.end() && left->second != right->second)
      pairs.emplace_back(std::min(left->second, right->second), std::max(left->second, right->second));
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  if (!pairs.empty()) add_aliases(fields, f, pairs, 1);
}

}  // namespace

std::string kind_under_model(const Model& model, std::string_view column) {
  for (const auto& use : model.columns)
    if (use.name == column) return use.kind;
  return "ignore";
}

Status check_columns(const Table& table, const Model& model) {
  std::vector<std::string_view> names;
  for (const auto& column : table.columns) names.push_back(column.name);
  for (const auto& use : model.columns) {
    if (use.kind == "ignore" || use.kind == "source" || std::find(names.begin(), names.end(), use.name) != names.end()) continue;
    std::string message = "the model compares column '" + use.name + "', which the data does not have";
    if (const auto near = kernels::nearest_name(use.name, names); !near.empty()) message += "; the nearest is '" + std::string(near) + "'";
    return Error{ErrorCode::bad_request, message + ". Rename the column, or learn a model from this data."};
  }
  return done();
}

Status fit_fields(Fields& fields, const Model& model, std::vector<std::string>& notes) {
  std::vector<Field> ordered;
  for (const auto& wanted : model.fields) {
    const std::size_t at = find_field(fields, wanted);
    if (at == no_field) {
      notes.push_back("field " + wanted.name + " of the model says nothing here: the data holds no value, or one value only");
      continue;
    }
    ordered.push_back(std::move(fields.field[at]));
    fields.field[at].name.clear();
  }
  for (const auto& field : fields.field)
    if (!field.name.empty()) notes.push_back("field " + field.name + " is left out: the model does not know it");
  if (ordered.empty()) return Error{ErrorCode::bad_request, "no field of the model holds values in this data"};
  fields.field = std::move(ordered);
  find_roles(fields);
  return done();
}

void use_model(Prepared& prepared, const Model& model, int threads) {
  Fields& fields = prepared.fields;
  Scorer& scorer = prepared.scorer;
  std::vector<std::uint32_t> place(model.fields.size(), 0xFFFFFFFFU);  // field of the model -> field of the table
  for (std::size_t k = 0; k < model.fields.size(); ++k) {
    const std::size_t f = find_field(fields, model.fields[k]);
    if (f == no_field) continue;
    place[k] = static_cast<std::uint32_t>(f);
    scorer.model.fields[f].shared = model.fields[k].shared;
    scorer.model.fields[f].inherited = model.fields[k].inherited;
    scorer.model.fields[f].m = model.fields[k].m;
    scorer.model.fields[f].m_related = model.fields[k].m_related;
    use_aliases(fields, f, model, k);
  }
  scorer.model.dependences.clear();
  for (auto link : model.dependences) {
    link.parent = place[link.parent];
    link.child = place[link.child];
    if (std::max(link.parent, link.child) < fields.size()) scorer.model.dependences.push_back(link);
  }
  const double records = static_cast<double>(std::max<std::size_t>(fields.rows, 2));
  const double learned_from = static_cast<double>(std::max<std::uint64_t>(model.records_count, 2));
  const double denser = std::log2((learned_from - 1) / (records - 1));
  scorer.model.prior_bits = model.prior_bits + denser;
  scorer.model.prior_related_bits = model.prior_related_bits + denser;
  scorer.model.m_swap = model.m_swap;
  scorer.model.email_lift = model.email_lift;
  scorer.model.calibration = model.calibration;
  scorer.email_lift_on = fields.email != no_field && fields.given != no_field;
  scorer.refresh();
  scorer.refresh_chance(threads);
}

Model learned_model(const Prepared& prepared) {
  Model model = prepared.scorer.model;
  model.columns = prepared.fields.columns;
  model.records_count = prepared.fields.rows;
  model.aliases.clear();
  for (std::uint32_t f = 0; f < prepared.fields.size(); ++f) {
    const auto& field = prepared.fields.field[f];
    for (const auto& [left, right] : field.aliases) model.aliases.push_back({f, field.values[left], field.values[right]});
  }
  return model;
}

}  // namespace zhike::resolve
