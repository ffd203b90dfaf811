// SPDX-License-Identifier: Apache-2.0
// Goal: a Splink model gives here the weights it gives there. The table, the model and its probabilities are made up; the
// expected weights come from Splink 4.0.17 on this table. They cover nulls, frequencies with weight and minimum,
// exchanged names, all text distances, dates, extraction and CASE.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "resolve/splink/pair_linkage.h"
#include "resolve/splink/splink_match.h"
#include "resolve/splink/text_distance.h"

namespace zhike::resolve::splink {
namespace {

constexpr std::string_view model_text = R"json({"link_type": "dedupe_only", "probability_two_random_records_match": 0.01, "unique_id_column_name": "unique_id",
 "blocking_rules_to_generate_predictions": [{"blocking_rule": "1=1", "sql_dialect": "duckdb"}],
 "comparisons": [
  {"output_column_name": "first_name", "comparison_levels": [
    {"sql_condition": "\"first_name_l\" IS NULL OR \"first_name_r\" IS NULL", "is_null_level": true},
    {"sql_condition": "\"first_name_l\" = \"first_name_r\"", "m_probability": 0.6, "u_probability": 0.01, "tf_adjustment_column": "first_name", "tf_adjustment_weight": 1.0},
    {"sql_condition": "\"first_name_l\" = \"surname_r\" AND \"first_name_r\" = \"surname_l\"", "m_probability": 0.02, "u_probability": 0.0001},
    {"sql_condition": "jaro_winkler_similarity(\"first_name_l\", \"first_name_r\") >= 0.9", "m_probability": 0.2, "u_probability": 0.02, "tf_adjustment_column": "first_name", "tf_adjustment_weight": 0.5, "tf_minimum_u_value": 0.2},
    {"sql_condition": "jaro_similarity(\"first_name_l\", \"first_name_r\") >= 0.7", "m_probability": 0.1, "u_probability": 0.05},
    {"sql_condition": "ELSE", "m_probability": 0.08, "u_probability": 0.92}]},
  {"output_column_name": "surname", "comparison_levels": [
    {"sql_condition": "\"surname_l\" IS NULL OR \"surname_r\" IS NULL", "is_null_level": true},
    {"sql_condition": "\"surname_l\" = \"surname_r\"", "m_probability": 0.8, "u_probability": 0.05, "tf_adjustment_column": "surname", "tf_adjustment_weight": 1.0},
    {"sql_condition": "levenshtein(\"surname_l\", \"surname_r\") <= 1", "m_probability": 0.05, "u_probability": 0.01},
    {"sql_condition": "damerau_levenshtein(\"surname_l\", \"surname_r\") <= 1", "m_probability": 0.06, "u_probability": 0.005},
    {"sql_condition": "jaccard(\"surname_l\", \"surname_r\") >= 0.5", "m_probability": 0.03, "u_probability": 0.02},
    {"sql_condition": "ELSE", "m_probability": 0.06, "u_probability": 0.915}]},
  {"output_column_name": "dob", "comparison_levels": [
    {"sql_condition": "try_strptime(\"dob_l\", '%Y-%m-%d') IS NULL OR try_strptime(\"dob_r\", '%Y-%m-%d') IS NULL", "is_null_level": true},
    {"sql_condition": "\"dob_l\" = \"dob_r\"", "m_probability": 0.8, "u_probability": 0.002},
    {"sql_condition": "ABS(EPOCH(try_strptime(\"dob_l\", '%Y-%m-%d')) - EPOCH(try_strptime(\"dob_r\", '%Y-%m-%d'))) <= 432000", "m_probability": 0.05, "u_probability": 0.01},
    {"sql_condition": "ABS(EPOCH(try_strptime(\"dob_l\", '%Y-%m-%d')) - EPOCH(try_strptime(\"dob_r\", '%Y-%m-%d'))) <= 2629800.0", "m_probability": 0.05, "u_probability": 0.02},
    {"sql_condition": "ELSE", "m_probability": 0.1, "u_probability": 0.968}]},
  {"output_column_name": "city", "comparison_levels": [
    {"sql_condition": "\"city_l\" IS NULL OR \"city_r\" IS NULL", "is_null_level": true},
    {"sql_condition": "\"city_l\" = \"city_r\"", "m_probability": 0.7, "u_probability": 0.1, "tf_adjustment_column": "city", "tf_adjustment_weight": 1.0},
    {"sql_condition": "ELSE"}]},
  {"output_column_name": "email", "comparison_levels": [
    {"sql_condition": "\"email_l\" IS NULL OR \"email_r\" IS NULL", "is_null_level": true},
    {"sql_condition": "\"email_l\" = \"email_r\"", "m_probability": 0.6, "u_probability": 0.001},
    {"sql_condition": "NULLIF(regexp_extract(\"email_l\", '^[^@]+', 0), '') = NULLIF(regexp_extract(\"email_r\", '^[^@]+', 0), '')", "m_probability": 0.2, "u_probability": 0.002},
    {"sql_condition": "CASE WHEN length(\"email_l\") > 14 AND substr(lower(\"email_l\"),1,3) = substr(lower(\"email_r\"),1,3) THEN 1 ELSE 0 END = 1", "m_probability": 0.1, "u_probability": 0.01},
    {"sql_condition": "ELSE", "m_probability": 0.1, "u_probability": 0.987}]}]})json";

struct Expected {
  std::string_view left, right;
  double weight;
};
constexpr Expected expected[] = {
    {"a1", "a2", 14.205210961},
    {"a1", "a3", -25.661713046},
    {"a1", "a4", -25.661713046},
    {"a1", "a5", -6.517369205},
    {"a1", "a6", -13.375836665},
    {"a1", "a7", 7.371474612},
    {"a1", "a8", -18.863144042},
    {"a2", "a3", -25.661713046},
    {"a2", "a4", -25.661713046},
    {"a2", "a5", -6.517369205},
    {"a2", "a6", -13.375836665},
    {"a2", "a7", -3.795943534},
    {"a2", "a8", -18.863144042},
    {"a3", "a4", 7.699598742},
    {"a3", "a5", -20.661713046},
    {"a3", "a6", -9.536247216},
    {"a3", "a7", -25.661713046},
    {"a3", "a8", 4.400390723},
    {"a4", "a5", -20.661713046},
    {"a4", "a6", -7.044394119},
    {"a4", "a7", -25.661713046},
    {"a4", "a8", 4.307281319},
    {"a5", "a6", -14.083655914},
    {"a5", "a7", -16.064777903},
    {"a5", "a8", -13.863144042},
    {"a6", "a7", -19.083655914},
    {"a6", "a8", -10.536247216},
    {"a7", "a8", -18.863144042},
};

constexpr std::string_view rows[][6] = {
    {"a1", "jonathan", "smith", "1980-02-03", "york", "jon.smith@mail.com"}, {"a2", "jonathon", "smith", "1980-02-03", "york", "jon.smith@mail.com"},
    {"a3", "mary", "jones", "1975-12-24", "leeds", "mary@jones.org"},        {"a4", "mary", "jonse", "1975-12-20", "leeds", "mary@home.net"},
    {"a5", "jon", "smith", "1980-03-02", "", "j.smith@mail.com"},            {"a6", "maria", "jones", "", "york", ""},
    {"a7", "smith", "jonathan", "1980-02-03", "hull", "jon.smith@post.de"},  {"a8", "", "jones", "1990-02-31", "leeds", "mary@jones.org"}};

struct Small {
  Table table;
  std::vector<std::string> ids;
};

// Rows in the order given; the answer must not depend on it.
Small small_table(bool reversed = false) {
  Small out;
  for (const char* name : {"first_name", "surname", "dob", "city", "email"}) out.table.columns.push_back({name, "", {}});
  for (std::size_t k = 0; k < std::size(rows); ++k) {
    const auto& row = rows[reversed ? std::size(rows) - 1 - k : k];
    out.ids.emplace_back(row[0]);
    for (std::size_t c = 0; c < 5; ++c) out.table.columns[c].values.emplace_back(row[c + 1]);
  }
  out.table.rows = out.ids.size();
  return out;
}

SplinkModel model_of(std::string_view text) {
  auto model = read_splink_model(text, "m.json");
  EXPECT_TRUE(model.ok()) << (model.ok() ? "" : model.error().message);
  return model.ok() ? std::move(model.value()) : SplinkModel{};
}

SplinkOutcome run(const Small& small, SplinkModel model, const SplinkOptions& options = {}) {
  auto outcome = match_splink(small.table, small.ids, std::move(model), options);
  EXPECT_TRUE(outcome.ok()) << (outcome.ok() ? "" : outcome.error().message);
  return outcome.ok() ? std::move(outcome.value()) : SplinkOutcome{};
}

std::map<std::pair<std::string, std::string>, double> weights(const Small& small, const SplinkOutcome& outcome) {
  std::map<std::pair<std::string, std::string>, double> out;
  for (const auto& pair : outcome.pairs) out[{small.ids[outcome.scorer->order()[pair.left]], small.ids[outcome.scorer->order()[pair.right]]}] = pair.weight;
  return out;
}

TEST(splink, weights_are_those_of_splink_to_a_millionth_of_a_bit) {
  for (const bool reversed : {false, true}) {
    const auto small = small_table(reversed);
    const auto found = weights(small, run(small, model_of(model_text)));
    ASSERT_EQ(found.size(), std::size(expected));
    for (const auto& pair : expected) EXPECT_NEAR(found.at({std::string(pair.left), std::string(pair.right)}), pair.weight, 1e-6) << pair.left << " " << pair.right;
  }
}

TEST(splink, a_condition_left_to_duckdb_gives_the_same_weights_and_is_named) {
  auto model = model_of(model_text);
  // The cast to date is not ours; the rest of the model is.
  model.comparisons[2].levels[2].sql = "abs(datediff('day', try_cast(\"dob_l\" as date), try_cast(\"dob_r\" as date))) <= 5";
  const auto small = small_table();
  const auto outcome = run(small, model);
  const auto found = weights(small, outcome);
  for (const auto& pair : expected) EXPECT_NEAR(found.at({std::string(pair.left), std::string(pair.right)}), pair.weight, 1e-6) << pair.left << " " << pair.right;
  EXPECT_TRUE(std::any_of(outcome.warnings.begin(), outcome.warnings.end(), [](const auto& text) { return text.find("datediff") != text.npos; }));
}

TEST(splink, blocking_by_equal_keys_makes_the_pairs_that_sql_makes) {
  const auto small = small_table();
  auto model = model_of(model_text);
  model.warnings.clear();  // of its untrained levels
  for (const char* rule : {"l.surname = r.surname", "l.city = r.city AND substr(l.email, 1, 1) = substr(r.email, 1, 1)", "l.surname = r.first_name",
                           "lower(l.\"surname\") = r.surname AND l.dob <> r.dob"}) {
    model.blocking_rules = {rule};
    const auto ours = run(small, model);
    EXPECT_TRUE(ours.warnings.empty()) << rule;
    model.blocking_rules = {std::string("(") + rule + ") OR list_contains([1], 2)"};
    const auto theirs = run(small, model);
    EXPECT_FALSE(theirs.warnings.empty());
    EXPECT_EQ(weights(small, ours), weights(small, theirs)) << rule;
  }
}

TEST(splink, a_waterfall_adds_up_to_the_weight) {
  const auto small = small_table();
  const auto outcome = run(small, model_of(model_text));
  for (std::uint32_t a = 0; a < 8; ++a)
    for (std::uint32_t b = a + 1; b < 8; ++b) {
      auto told = explain_splink(outcome, b, a);
      ASSERT_TRUE(told.ok());
      double sum = told.value().prior_bits;
      for (const auto& field : told.value().fields) sum += field.bits;
      EXPECT_EQ(sum, told.value().total_bits);
      EXPECT_NEAR(sum, weights(small, outcome).at({small.ids[a], small.ids[b]}), 1e-12);
    }
}

TEST(splink, what_the_model_lacks_or_adds_is_told) {
  std::string text(model_text);
  text.replace(text.find("\"link_type\""), 0, "\"a_stranger\": 1, ");
  const auto model = model_of(text);
  const auto told = [&](std::string_view word) { return std::any_of(model.warnings.begin(), model.warnings.end(), [&](const auto& warning) { return warning.find(word) != warning.npos; }); };
  EXPECT_TRUE(told("a_stranger"));
  EXPECT_TRUE(told("comparisons/3/comparison_levels/2/m_probability: not trained"));
  auto small = small_table();
  small.table.columns[0].name = "firstname";
  auto refused = match_splink(small.table, small.ids, model_of(model_text), {});
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("'first_name'"), std::string::npos) << refused.error().message;
  EXPECT_FALSE(read_splink_model("{\"comparisons\": []}", "m.json").ok());
  EXPECT_FALSE(is_splink_model("{\"zhike_model\": 1, \"comparisons\": []}"));
}

TEST(splink, linkage_keeps_apart_what_components_chain) {
  // a-b and c-d are sure, b-c is a weak bridge against three clear contradictions.
  const std::vector<PairVote> votes = {{0, 1, 12, 1}, {2, 3, 12, 1}, {1, 2, 1, 1}, {0, 2, -9, 1}, {0, 3, -9, 1}, {1, 3, -9, 1}};
  EXPECT_EQ(link_pairs(4, votes, -10, 0), (std::vector<std::uint32_t>{0, 0, 2, 2}));
  EXPECT_EQ(connect_pairs(4, {votes[0], votes[1], votes[2]}), (std::vector<std::uint32_t>{0, 0, 0, 0}));
}

TEST(splink_expression, null_is_neither_true_nor_false) {
  const Resolve resolve = [](std::string_view, std::string_view name) -> Result<ColumnSide> {
    if (name == "a_l" || name == "a_r") return ColumnSide{0, name == "a_r"};
    return Error{ErrorCode::not_found, "no such column"};
  };
  const std::vector<std::string_view> empty{""}, seven{"7"};
  const auto holds = [&](std::string_view sql) {
    auto expression = Expression::parse(sql, resolve);
    EXPECT_TRUE(expression.ok()) << sql;
    return expression.ok() && expression.value().holds({&empty, &seven});
  };
  for (const auto* sql : {"a_l IS NULL", "a_r = '7'", "a_r = 7", "NOT (a_r <> 7) OR a_l = 1", "a_r BETWEEN 5 AND 9", "a_r IN (3, 7)", "coalesce(a_l, a_r) = '7'", "a_r + 1 = 8",
                          "-a_r < 0", "a_r::double / 2 = 3.5", "upper('abc') || 'd' = 'ABCd'", "substring('chinese', -3) = 'ese'", "CASE WHEN a_l = 1 THEN 0 ELSE 1 END = 1"})
    EXPECT_TRUE(holds(sql)) << sql;
  for (const auto* sql : {"a_l = a_r", "a_l <> a_r", "NOT (a_l = a_r)", "a_l = 1 OR a_l = 2", "a_l NOT IN (1)", "a_r IS NULL", "a_r / 0 = 1"}) EXPECT_FALSE(holds(sql)) << sql;
  for (const auto* sql : {"a_r ~ '7'", "list_contains(a_r, 1)", "a_r = ", "a_r[1] = 2", "cast(a_r as date) = 1", "regexp_extract(a_r, '(a|b)', 1) = 'a'", "a_r = 7 7"})
    EXPECT_FALSE(Expression::parse(sql, resolve).ok()) << sql;
}

TEST(splink_text_distance, known_values) {
  EXPECT_NEAR(jaro("MARTHA", "MARHTA"), 0.944444, 1e-6);
  EXPECT_NEAR(jaro_winkler("MARTHA", "MARHTA"), 0.961111, 1e-6);
  EXPECT_NEAR(jaro_winkler("DIXON", "DICKSONX"), 0.813333, 1e-6);
  EXPECT_EQ(jaro_winkler("abcd", "abxyz"), jaro("abcd", "abxyz")) << "below 0.7 the prefix does not count";
  EXPECT_EQ(levenshtein("kitten", "sitting"), 3);
  EXPECT_EQ(levenshtein("ca", "abc"), 3);
  EXPECT_EQ(damerau_levenshtein("ca", "abc"), 2) << "unrestricted";
  EXPECT_EQ(damerau_levenshtein("", "abc"), 3);
  EXPECT_NEAR(jaccard("duck", "luck"), 0.6, 1e-12);
}

}  // namespace
}  // namespace zhike::resolve::splink
