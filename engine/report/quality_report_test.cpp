// SPDX-License-Identifier: Apache-2.0
// Goal: the report says the planted figures in both languages, and the page is whole, safe and sent nowhere.
// Method: a planted lake; the page is walked tag by tag as XML would be.
#include "report/quality_report.h"

#include <cctype>

#include "report/planted_lake.h"
#include "report/quality_words.h"

namespace zhike::report {
namespace {

class quality_report : public PlantedLake {
 protected:
  QualityReport read() {
    plant_report();
    auto report = read_quality_report(*lake_, nullptr);
    EXPECT_TRUE(report.ok()) << report.error().message;
    return report.ok() ? std::move(report.value()) : QualityReport{};
  }
};

// The tag that is closed out of order, or "" when every tag is closed.
std::string misnested(std::string_view html) {
  std::vector<std::string> open;
  for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
    if (html[at + 1] == '!') continue;
    std::size_t end = html.find('>', at);
    if (end == std::string_view::npos) return "unclosed bracket";
    bool closing = html[at + 1] == '/';
    std::size_t from = at + 1 + closing, to = from;
    while (to < end && (std::isalnum(static_cast<unsigned char>(html[to])) != 0)) ++to;
    std::string name(html.substr(from, to - from));
    if (name.empty()) return "a stray < at " + std::to_string(at);
    if (closing) {
      if (open.empty() || open.back() != name) return name + " at " + std::to_string(at);
      open.pop_back();
    } else if (html[end - 1] != '/') {
      open.push_back(name);
    }
  }
  return open.empty() ? "" : open.back() + " is never closed";
}

std::size_t occurrences(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

TEST_F(quality_report, reads_the_newest_run_and_the_base) {
  QualityReport report = read();
  EXPECT_EQ(report.run_id, 2);
  EXPECT_EQ(report.customers, 60);
  EXPECT_EQ(report.records, 100);
  EXPECT_EQ(report.events, 600);
  EXPECT_EQ(report.findings, 12);
  EXPECT_EQ(report.rejects, 3);
  EXPECT_EQ(report.largest_cluster, 2);
  ASSERT_EQ(report.sources.size(), 2u);
  EXPECT_EQ(report.sources[0].records, 70);
  EXPECT_EQ(report.sources[0].rejected, 3);
  std::int64_t in_hours = 0;
  for (const auto& day : report.hours)
    for (std::int64_t count : day) in_hours += count;
  EXPECT_EQ(in_hours, 600);
  ASSERT_FALSE(report.weeks.empty());
  EXPECT_EQ(report.weeks[0].name, "2026-01-05");
}

TEST_F(quality_report, names_each_field_once_by_its_greatest_distance) {
  QualityReport report = read();
  auto worst = worst_fields(report, standard_, 10);
  ASSERT_EQ(worst.size(), 1u);
  EXPECT_EQ(worst[0].measured->dimension, "completeness");
  EXPECT_EQ(reason_text(*worst[0].measured, Language::en), "40 customers lack it");
}

TEST_F(quality_report, is_told_in_both_languages_without_colour_when_piped) {
  QualityReport report = read();
  std::string zh = quality_text(report, standard_, Language::zh, {}), en = quality_text(report, standard_, Language::en, {});
  for (std::string_view part : {"个客户", "完整性", "87.2%", "未测", "接近目标", "手机号码", "市场部", "门店<&>", "+2.2", "-4.0"})
    EXPECT_NE(zh.find(part), std::string::npos) << part << "\n" << zh;
  for (std::string_view part : {"customers", "Completeness", "Not measured", "Near target", "Mobile number", "Marketing", "40 customers lack it"})
    EXPECT_NE(en.find(part), std::string::npos) << part << "\n" << en;
  EXPECT_EQ(zh.find('\x1b'), std::string::npos);
  EXPECT_NE(quality_text(report, standard_, Language::zh, {true, 100}).find('\x1b'), std::string::npos);
}

TEST_F(quality_report, page_is_well_formed_loads_nothing_and_tells_everything_twice) {
  QualityReport report = read();
  std::string html = quality_html(report, standard_, Language::zh);
  EXPECT_EQ(misnested(html), "");
  for (std::string_view outside : {"http://", "https://", "src=", "@import", "url(", "//cdn"}) EXPECT_EQ(html.find(outside), std::string::npos) << outside;
  EXPECT_NE(html.find("default-src 'none'"), std::string::npos);
  EXPECT_EQ(occurrences(html, "class=\"zh\""), occurrences(html, "class=\"en\""));
  EXPECT_EQ(occurrences(html, "data-zh="), occurrences(html, "data-en="));
  EXPECT_EQ(html.find("lang=\"en\"></span>"), std::string::npos);
  EXPECT_NE(html.find("门店&lt;&amp;&gt;"), std::string::npos);
  EXPECT_EQ(html.find("门店<"), std::string::npos);
  EXPECT_NE(quality_html(report, standard_, Language::en).find("data-lang=\"en\""), std::string::npos);
}

TEST_F(quality_report, holds_no_value_of_a_customer) {
  std::string html = quality_html(read(), standard_, Language::en);
  EXPECT_EQ(html.find("secret-name"), std::string::npos);
  EXPECT_EQ(html.find("secret-fragment"), std::string::npos);
}

TEST_F(quality_report, is_refused_before_anything_was_measured) {
  auto report = read_quality_report(*lake_, nullptr);
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().code, ErrorCode::not_found);
}

TEST(words, every_label_has_both_languages) {
  auto check = [](std::span<const words::Word> list) {
    for (const auto& word : list) EXPECT_TRUE(!word.text.zh.empty() && !word.text.en.empty()) << word.id;
  };
  check(words::dimensions);
  check(words::dimension_meanings);
  check(words::judgements);
  check(words::info_types);
  check(words::reasons);
  check(words::standing_checks);
  check(words::parties);
  for (std::string_view dimension : dimension_order) EXPECT_NE(words::find(words::dimensions, dimension).zh, dimension);
}

}  // namespace
}  // namespace zhike::report
