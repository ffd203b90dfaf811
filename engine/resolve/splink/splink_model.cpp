// SPDX-License-Identifier: Apache-2.0
#include "resolve/splink/splink_model.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <iterator>

namespace zhike::resolve::splink {
namespace {

namespace json = boost::json;

// They steer training, output or charts, not a score.
constexpr std::string_view top_keys[] = {
    "link_type", "probability_two_random_records_match", "unique_id_column_name", "source_dataset_column_name", "blocking_rules_to_generate_predictions", "comparisons",
    "retain_matching_columns", "retain_intermediate_calculation_columns", "additional_columns_to_retain", "sql_dialect", "linker_uid", "em_convergence", "max_iterations",
    "bayes_factor_column_prefix", "match_weight_column_prefix", "term_frequency_adjustment_column_prefix", "comparison_vector_value_column_prefix"};
constexpr std::string_view comparison_keys[] = {"output_column_name", "comparison_description", "comparison_levels"};
constexpr std::string_view level_keys[] = {
    "sql_condition", "label_for_charts", "m_probability", "u_probability", "fix_m_probability", "fix_u_probability", "is_null_level", "tf_adjustment_column",
    "tf_adjustment_weight", "tf_minimum_u_value", "disable_tf_exact_match_detection"};
constexpr std::string_view rule_keys[] = {"blocking_rule", "sql_dialect", "salting_partitions", "arrays_to_explode"};

template <std::size_t size>
void name_strangers(const json::object& object, const std::string_view (&known)[size], const std::string& where, std::vector<std::string>& warnings) {
  for (const auto& [key, value] : object)
    if (std::find(std::begin(known), std::end(known), std::string_view(key)) == std::end(known))
      warnings.push_back(where + ": the key '" + std::string(key) + "' is not known and was not used");
}

std::string text_or(const json::object& object, std::string_view key, std::string otherwise) {
  const auto* value = object.if_contains(key);
  return value && value->is_string() ? std::string(value->get_string()) : otherwise;
}
double number_or(const json::object& object, std::string_view key, double otherwise) {
  const auto* value = object.if_contains(key);
  return value && value->is_number() ? value->to_number<double>() : otherwise;
}
bool flag_of(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value && value->is_bool() && value->get_bool();
}

std::string lowered(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return text;
}

// Splink's stand-ins for what was not trained: .95 of true pairs agree exactly, weights evenly from -5 to 3, then 10.
double default_m(int value, int levels) { return value == levels - 1 ? 0.95 : 0.05 / (levels - 1); }
double default_u(int value, int levels) {
  double weight = 10;
  if (value < levels - 1) weight = levels == 2 ? -5 : -5 + 8.0 * value / (levels - 2);
  return default_m(value, levels) / std::exp2(weight);
}

// A probability of a level; Splink writes words for a level that its training never met, and counts it as 1e-6.
double probability(const json::object& object, std::string_view key, double otherwise, const std::string& where, std::vector<std::string>& warnings) {
  const auto* value = object.if_contains(key);
  if (value && value->is_number()) return value->to_number<double>();
  if (value && value->is_string()) {
    warnings.push_back(where + "/" + std::string(key) + ": not observed in training, counted as 0.000001 as Splink does");
    return 1e-6;
  }
  warnings.push_back(where + "/" + std::string(key) + ": not trained, Splink's default is used");
  return otherwise;
}

Result<Comparison> read_comparison(const json::value& document, const std::string& where, std::vector<std::string>& warnings) {
  const auto* object = document.if_object();
  const auto* levels = object ? object->if_contains("comparison_levels") : nullptr;
  if (!levels || !levels->is_array() || levels->get_array().empty()) return Error{ErrorCode::bad_request, where + " needs a list 'comparison_levels'"};
  name_strangers(*object, comparison_keys, where, warnings);
  Comparison out;
  out.name = text_or(*object, "output_column_name", "comparison");
  int values = 0;
  for (const auto& level : levels->get_array()) values += level.is_object() && !flag_of(level.get_object(), "is_null_level");
  int value = values - 1;
  for (std::size_t k = 0; k < levels->get_array().size(); ++k) {
    const std::string place = where + "/comparison_levels/" + std::to_string(k);
    const auto* in = levels->get_array()[k].if_object();
    if (!in || !in->contains("sql_condition")) return Error{ErrorCode::bad_request, place + " needs 'sql_condition'"};
    name_strangers(*in, level_keys, place, warnings);
    Level level;
    level.sql = text_or(*in, "sql_condition", "");
    level.label = text_or(*in, "label_for_charts", level.sql);
    level.is_null = flag_of(*in, "is_null_level");
    level.is_else = lowered(level.sql) == "else";
    level.tf_column = lowered(text_or(*in, "tf_adjustment_column", ""));
    std::erase_if(level.tf_column, [](char c) { return c == '"' || c == '`'; });
    level.tf_weight = number_or(*in, "tf_adjustment_weight", 1);
    level.tf_minimum_u = number_or(*in, "tf_minimum_u_value", 0);
    level.own_u_for_tf = flag_of(*in, "disable_tf_exact_match_detection");
    if (!level.is_null) {
      level.vector_value = value--;
      level.m = probability(*in, "m_probability", default_m(level.vector_value, values), place, warnings);
      level.u = probability(*in, "u_probability", default_u(level.vector_value, values), place, warnings);
      // Splink's default u of the lower of two levels is 1.6, so only what is negative is refused.
      if (!(level.m >= 0 && level.u >= 0)) return Error{ErrorCode::bad_request, place + ": a probability is not negative"};
    }
    out.levels.push_back(std::move(level));
  }
  return out;
}

}  // namespace

bool is_splink_model(std::string_view text) {
  boost::system::error_code error;
  const auto document = json::parse(text, error);
  const auto* object = error ? nullptr : document.if_object();
  return object && object->contains("comparisons") && !object->contains("zhike_model");
}

Result<SplinkModel> read_splink_model(std::string_view text, const std::string& path) {
  boost::system::error_code error;
  const auto document = json::parse(text, error);
  if (error) return Error{ErrorCode::unreadable, path + " is not JSON: " + error.message()};
  const auto* object = document.if_object();
  const auto* comparisons = object ? object->if_contains("comparisons") : nullptr;
  if (!comparisons || !comparisons->is_array() || comparisons->get_array().empty())
    return Error{ErrorCode::bad_request, path + " is no Splink model: it needs a list 'comparisons'"};
  SplinkModel model;
  name_strangers(*object, top_keys, path, model.warnings);
  model.link_type = text_or(*object, "link_type", model.link_type);
  if (model.link_type != "dedupe_only" && model.link_type != "link_only" && model.link_type != "link_and_dedupe")
    return Error{ErrorCode::bad_request, path + "/link_type must be dedupe_only, link_only or link_and_dedupe"};
  model.prior = number_or(*object, "probability_two_random_records_match", model.prior);
  if (!(model.prior > 0 && model.prior < 1)) return Error{ErrorCode::bad_request, path + "/probability_two_random_records_match must lie between 0 and 1"};
  model.unique_id = text_or(*object, "unique_id_column_name", model.unique_id);
  model.source_column = text_or(*object, "source_dataset_column_name", model.source_column);
  if (const auto* rules = object->if_contains("blocking_rules_to_generate_predictions"); rules && rules->is_array()) {
    for (std::size_t k = 0; k < rules->get_array().size(); ++k) {
      const auto& rule = rules->get_array()[k];
      const std::string where = path + "/blocking_rules_to_generate_predictions/" + std::to_string(k);
      if (rule.is_string()) {
        model.blocking_rules.emplace_back(rule.get_string());
        continue;
      }
      if (!rule.is_object() || text_or(rule.get_object(), "blocking_rule", "").empty()) return Error{ErrorCode::bad_request, where + " needs 'blocking_rule'"};
      name_strangers(rule.get_object(), rule_keys, where, model.warnings);
      if (rule.get_object().contains("arrays_to_explode"))
        return Error{ErrorCode::bad_request, where + ": arrays_to_explode is not supported; give each item a row or a column of its own"};
      model.blocking_rules.push_back(text_or(rule.get_object(), "blocking_rule", ""));
    }
  }
  for (std::size_t k = 0; k < comparisons->get_array().size(); ++k) {
    ZK_TRY_SET(auto comparison, read_comparison(comparisons->get_array()[k], path + "/comparisons/" + std::to_string(k), model.warnings));
    model.comparisons.push_back(std::move(comparison));
  }
  return model;
}

}  // namespace zhike::resolve::splink
