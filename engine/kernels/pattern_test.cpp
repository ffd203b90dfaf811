// SPDX-License-Identifier: Apache-2.0
// Goal: patterns match what ICU's expressions match, take linear time, and refuse what they do not understand.
#include "kernels/pattern.h"

#include <gtest/gtest.h>
#include <unicode/regex.h>

#include <random>
#include <string>

#include "kernels/text.h"

namespace zhike::kernels {
namespace {

bool icu_matches(const std::string& expression, const std::string& text) {
  UErrorCode code = U_ZERO_ERROR;
  const auto pattern = std::unique_ptr<icu::RegexPattern>(icu::RegexPattern::compile(icu::UnicodeString::fromUTF8(expression), 0, code));
  if (U_FAILURE(code)) return false;
  const icu::UnicodeString input = icu::UnicodeString::fromUTF8(text);
  const auto matcher = std::unique_ptr<icu::RegexMatcher>(pattern->matcher(input, code));
  return matcher->matches(code) != 0;
}

TEST(pattern, agrees_with_icu_on_random_texts) {
  const std::string expressions[] = {"a*b+c?", "(?:ab|a)(?:bc|c)", "[a-c]{2,4}", "^[^b]*$", "(a|b)*abb", "a{0}b", "x|", "[\\u4e00-\\u9fff]{1,3}", "(?:a|王)+", "\\d{2}-?[A-Zb]", "(a?){3}c", ".*b.",
                                     "[-a]+", "a\\.b", "(?:a{2}){1,2}", "\\p{Han}b*"};
  const char32_t letters[] = {U'a', U'b', U'c', U'x', U'王', U'1', U'-', U'.', U'Z'};
  std::mt19937 random(11);
  for (const auto& expression : expressions) {
    const auto pattern = Pattern::compile(expression);
    ASSERT_TRUE(pattern.ok()) << expression << pattern.error().message;
    for (int round = 0; round < 1500; ++round) {
      std::u32string text;
      for (std::size_t n = random() % 7; n > 0; --n) text.push_back(letters[random() % std::size(letters)]);
      const std::string utf8 = to_utf8(text);
      ASSERT_EQ(pattern.value().matches(utf8), icu_matches(expression, utf8)) << expression << " on " << utf8;
    }
  }
}

TEST(pattern, the_longest_beginning_is_found) {
  const auto pattern = Pattern::compile("0|00|180020");
  ASSERT_TRUE(pattern.ok());
  EXPECT_EQ(pattern.value().match_beginning("0012"), 2U);
  EXPECT_EQ(pattern.value().match_beginning("1800"), std::string_view::npos);
}

TEST(pattern, what_is_not_understood_is_refused) {
  for (const char* expression : {"(?=a)", "(?i)a", "a{2", "[a", "(a", "a)", "*a", "\\1", "\\p{Latin}", "a^b", "[z-a]", "a{3,2}", "\\", "(a{1000}){1000}"})
    EXPECT_FALSE(Pattern::compile(expression).ok()) << expression;
}

TEST(pattern, an_expression_that_ruins_backtrackers_takes_linear_time) {
  const auto pattern = Pattern::compile("(a+)+b");
  ASSERT_TRUE(pattern.ok());
  EXPECT_FALSE(pattern.value().matches(std::string(1'000'000, 'a')));
}

TEST(pattern, random_expressions_do_no_harm) {
  const std::string_view pool = "ab()[]{}|*+?^$\\.-,129dw";
  std::mt19937 random(17);
  for (int round = 0; round < 20000; ++round) {
    std::string expression;
    for (std::size_t n = random() % 10; n > 0; --n) expression.push_back(pool[random() % pool.size()]);
    const auto pattern = Pattern::compile(expression);
    if (pattern.ok()) pattern.value().matches("ab12");
  }
}

}  // namespace
}  // namespace zhike::kernels
