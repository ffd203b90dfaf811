// SPDX-License-Identifier: Apache-2.0
// Comparisons per second of one core: each text comparator beside its slow twin, on seeded names and numbers.
// Both answers are summed and printed, so a fast wrong one is seen.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <random>
#include <string>
#include <vector>

#include "kernels/edit_distance.h"
#include "kernels/jaro_winkler.h"
#include "kernels/reference/edit_distance.h"
#include "kernels/reference/jaro_winkler.h"

namespace {

using Words = std::vector<std::u32string>;

// Names of two to four syllables, every fourth a slip of another, as in a similar-value index.
Words names(std::size_t count) {
  const std::vector<std::u32string> parts = {U"ka", U"lo", U"mi", U"ren", U"ta", U"su", U"vel", U"dor", U"an", U"is", U"be", U"gu"};
  std::mt19937_64 random(1);
  Words words;
  while (words.size() < count) {
    std::u32string word;
    for (std::size_t k = 2 + random() % 3; k > 0; --k) word += parts[random() % parts.size()];
    if (words.size() % 4 == 3) {
      word = words[random() % words.size()];
      word[random() % word.size()] = U'e';
    }
    words.push_back(word);
  }
  return words;
}

Words numbers(std::size_t count) {
  std::mt19937_64 random(2);
  Words words;
  while (words.size() < count) {
    std::u32string word;
    for (int k = 0; k < 10; ++k) word += static_cast<char32_t>(U'0' + random() % 10);
    words.push_back(word);
  }
  return words;
}

template <class Compare>
void row(const char* name, const Words& words, const Compare& compare) {
  const std::clock_t started = std::clock();  // of the processor: other programs do not count
  double sum = 0;
  for (const auto& a : words)
    for (const auto& b : words) sum += compare(a, b);
  const double seconds = static_cast<double>(std::clock() - started) / CLOCKS_PER_SEC;
  const double pairs = static_cast<double>(words.size()) * static_cast<double>(words.size());
  std::printf("%-34s %8.1f M/s   sum %.3f\n", name, pairs / seconds / 1e6, sum);
}

}  // namespace

int main() {
  using namespace zhike::kernels;
  const auto some_names = names(1200);
  const auto some_numbers = numbers(1200);
  row("jaro_winkler, names", some_names, [](const auto& a, const auto& b) { return jaro_winkler(a, b); });
  row("  slow twin", some_names, [](const auto& a, const auto& b) { return reference::jaro_winkler(a, b); });
  for (const int most : {1, 2, 3}) {
    const std::string name = "edit_distance <= " + std::to_string(most);
    row((name + ", names").c_str(), some_names, [&](const auto& a, const auto& b) { return edit_distance(a, b, most); });
    row((name + ", numbers").c_str(), some_numbers, [&](const auto& a, const auto& b) { return edit_distance(a, b, most); });
    row("  slow twin", some_numbers, [&](const auto& a, const auto& b) { return std::min(reference::edit_distance(a, b), most + 1); });
  }
}
