// SPDX-License-Identifier: Apache-2.0
// Goal: a model written and read again gives the clusters and weights it gave when it was learned, moves with the size
// of the base, and a wrong file is told with the place and the nearest name.
#include "resolve/model_file.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iterator>

#include "built_from.h"
#include "resolve/generated_people_test.h"

namespace zhike::resolve {
namespace {

using testing::generate_people;
using testing::People;

Outcome run(const Table& table, const Options& options = {}) {
  auto result = dedupe(table, options);
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().message);
  return result.ok() ? std::move(result.value()) : Outcome{};
}

Options with(const std::string& text) {
  auto model = read_model(text, "m.json");
  EXPECT_TRUE(model.ok()) << (model.ok() ? "" : model.error().message);
  Options options;
  if (model.ok()) options.model = std::make_shared<const Model>(std::move(model.value()));
  return options;
}

std::string with_text(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  EXPECT_NE(at, text.npos) << from;
  return at == text.npos ? text : text.replace(at, from.size(), to);
}

TEST(model_file, a_model_used_on_the_table_it_was_learned_from_gives_the_same_clusters_and_weights) {
  const People people = generate_people(500, 31);
  const auto learned = run(people.table);
  const auto used = run(people.table, with(write_model(learned.model)));
  EXPECT_EQ(used.cluster, learned.cluster);
  ASSERT_EQ(used.edges.size(), learned.edges.size());
  for (std::size_t k = 0; k < used.edges.size(); ++k) {
    ASSERT_EQ(used.edges[k].left, learned.edges[k].left);
    ASSERT_EQ(used.edges[k].pattern, learned.edges[k].pattern);
    ASSERT_NEAR(used.edges[k].weight, learned.edges[k].weight, 1e-4);
  }
}

TEST(model_file, written_read_and_written_again_is_the_same_text) {
  const auto text = write_model(run(generate_people(200, 32).table).model);
  auto model = read_model(text, "m.json");
  ASSERT_TRUE(model.ok()) << model.error().message;
  EXPECT_EQ(write_model(model.value()), text);
}

TEST(model_file, aliases_and_calibration_are_kept) {
  auto model = run(generate_people(100, 33).table).model;
  model.aliases = {{0, "ted", "theodore"}};
  model.calibration = {"isotonic", 0.75, 0, {{-3, 0.1}, {4, 0.9}}, 40};
  auto read = read_model(write_model(model), "m.json");
  ASSERT_TRUE(read.ok()) << read.error().message;
  ASSERT_EQ(read.value().aliases.size(), 1U);
  EXPECT_EQ(read.value().aliases[0].right, "theodore");
  EXPECT_EQ(read.value().calibration.steps, model.calibration.steps);
  EXPECT_NEAR(probability_of(read.value().calibration, 0.5), 0.5, 1e-9) << "halfway between the two steps";
}

TEST(model_file, the_prior_moves_with_the_number_of_records) {
  const People small = generate_people(150, 34);
  const auto learned = run(small.table);
  const People large = generate_people(600, 35);
  const auto used = run(large.table, with(write_model(learned.model)));
  const double denser = std::log2((static_cast<double>(small.table.rows) - 1) / (static_cast<double>(large.table.rows) - 1));
  EXPECT_NEAR(used.model.prior_bits, learned.model.prior_bits + denser, 1e-6);
  EXPECT_EQ(used.model.fields[0].m[exact_level], with(write_model(learned.model)).model->fields[0].m[exact_level]);
  const auto scores = testing::pairwise(used.cluster, large.truth);
  EXPECT_GT(scores.precision, 0.95);
  EXPECT_GT(scores.recall, 0.9);
}

TEST(model_file, a_wrong_file_is_told_with_its_place_and_the_nearest_name) {
  const auto text = write_model(run(generate_people(100, 36).table).model);
  const auto said = [](const std::string& document) {
    auto model = read_model(document, "m.json");
    EXPECT_FALSE(model.ok());
    return model.ok() ? std::string() : model.error().message;
  };
  EXPECT_NE(said(with_text(text, "\"zhike_model\": 1", "\"zhike_model\": 2")).find("later Zhike"), std::string::npos);
  const auto kind = said(with_text(text, "\"kind\": \"surname\",\n", "\"kind\": \"surnam\",\n"));
  EXPECT_NE(kind.find("m.json/fields/"), std::string::npos) << kind;
  EXPECT_NE(kind.find("surname"), std::string::npos) << kind;
  const auto level = said(with_text(text, "one typing error", "one typing eror"));
  EXPECT_NE(level.find("/levels/1/level"), std::string::npos) << level;
  EXPECT_NE(level.find("did you mean 'one typing error'"), std::string::npos) << level;
  const auto member = said(with_text(text, "prior_bits", "prior_bit"));
  EXPECT_NE(member.find("prior_bits"), std::string::npos) << member;
  EXPECT_NE(said("[1, 2]").find("no model"), std::string::npos);
  auto broken = read_model("{\"zhike_model\": 1,", "m.json");
  ASSERT_FALSE(broken.ok());
  EXPECT_EQ(broken.error().code, ErrorCode::unreadable);
  const auto m = said(with_text(text, "\"m\": 0.", "\"m\": 7."));
  EXPECT_NE(m.find("/m must be"), std::string::npos) << m;
}

TEST(model_file, a_column_the_data_lacks_is_named_with_the_nearest) {
  People people = generate_people(100, 37);
  const auto options = with(write_model(run(people.table).model));
  people.table.columns[0].name = "givenname";
  auto result = dedupe(people.table, options);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::bad_request);
  EXPECT_NE(result.error().message.find("'given_name'"), std::string::npos) << result.error().message;
  EXPECT_NE(result.error().message.find("'givenname'"), std::string::npos) << result.error().message;
}

TEST(model_file, columns_of_another_order_or_more_of_them_change_nothing) {
  People people = generate_people(300, 38);
  const auto learned = run(people.table);
  const auto options = with(write_model(learned.model));
  std::swap(people.table.columns[0], people.table.columns[3]);
  people.table.columns.push_back({"remark", "", std::vector<std::string>(people.table.rows)});
  for (std::size_t row = 0; row < people.table.rows; ++row) people.table.columns.back().values[row] = "seen " + std::to_string(row % 7);
  const auto used = run(people.table, options);
  EXPECT_EQ(used.summary.clusters_count, learned.summary.clusters_count);
  EXPECT_TRUE(std::any_of(used.summary.notes.begin(), used.summary.notes.end(), [](const auto& note) { return note.find("remark") != note.npos; }));
}

TEST(model_file, the_schema_of_the_standards_folder_is_the_one_of_the_reader) {
  std::ifstream in(ZHIKE_SOURCE_FOLDER "/standards/schema/match_model.json");
  const std::string text(std::istreambuf_iterator<char>(in), {});
  EXPECT_TRUE(boost::json::parse(text) == boost::json::value(model_schema()))
      << "standards/schema/match_model.json should be:\n" << boost::json::serialize(model_schema());
}

}  // namespace
}  // namespace zhike::resolve
