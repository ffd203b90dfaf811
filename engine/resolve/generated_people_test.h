// SPDX-License-Identifier: Apache-2.0
// Small made-up customer tables with truth, for the tests of this room. Seeded; names are random syllables.
#pragma once

#include <cstdint>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "resolve/resolve.h"

namespace zhike::resolve::testing {

struct People {
  Table table;
  std::vector<std::uint32_t> truth;      // per row
  std::vector<std::uint32_t> household;  // per row
};

inline std::string random_name(std::mt19937_64& random, int syllables) {
  static const char* const parts[] = {"ka", "lo", "mi", "ren", "ta", "su", "vel", "dor", "an", "is", "be", "gu", "har", "jo"};
  std::string name;
  for (int k = 0; k < syllables; ++k) name += parts[random() % std::size(parts)];
  return name;
}

inline std::string slip(std::string text, std::mt19937_64& random) {
  if (text.size() > 3) std::swap(text[1 + random() % (text.size() - 2)], text[text.size() - 1]);
  return text;
}

// households of up to three people with one surname, street and phone; each person on one to four rows, a tenth of
// the cells with a typing error and a tenth missing.
inline People generate_people(std::size_t households, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const std::vector<std::string> names = {"given_name", "surname", "birth_date", "phone", "street"};
  std::vector<std::vector<std::string>> rows;
  People people;
  std::uint32_t person = 0;
  for (std::size_t h = 0; h < households; ++h) {
    const auto surname = random_name(random, 3);
    const auto phone = std::to_string(1000000000 + random() % 8999999999ULL);
    const auto street = std::to_string(1 + random() % 200) + " " + random_name(random, 4) + " street";
    for (std::size_t member = 0, members = 1 + random() % 3; member < members; ++member, ++person) {
      const auto given = random_name(random, 2 + static_cast<int>(random() % 2));
      const auto date = std::to_string(1940 + random() % 70) + "-" + std::to_string(1 + random() % 12) + "-" + std::to_string(1 + random() % 28);
      for (std::size_t copy = 0, copies = 1 + random() % 4; copy < copies; ++copy) {
        std::vector<std::string> row = {given, surname, date, phone, street};
        for (auto& cell : row) {
          const auto luck = random() % 10;
          if (luck == 0) cell.clear();
          if (luck == 1 && &cell != &row[2]) cell = slip(cell, random);
        }
        rows.push_back(std::move(row));
        people.truth.push_back(person);
        people.household.push_back(static_cast<std::uint32_t>(h));
      }
    }
  }
  people.table.rows = rows.size();
  for (std::size_t c = 0; c < names.size(); ++c) {
    Column column{names[c], "", {}};
    for (const auto& row : rows) column.values.push_back(row[c]);
    people.table.columns.push_back(std::move(column));
  }
  return people;
}

struct Scores {
  double precision = 0;
  double recall = 0;
};

inline Scores pairwise(const std::vector<std::uint32_t>& cluster, const std::vector<std::uint32_t>& truth) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, double> cell;
  std::map<std::uint32_t, double> found;
  std::map<std::uint32_t, double> real;
  for (std::size_t row = 0; row < truth.size(); ++row) {
    ++cell[{cluster[row], truth[row]}];
    ++found[cluster[row]];
    ++real[truth[row]];
  }
  const auto pairs = [](const auto& counts) {
    double sum = 0;
    for (const auto& [key, n] : counts) sum += n * (n - 1) / 2;
    return sum;
  };
  return {pairs(cell) / pairs(found), pairs(cell) / pairs(real)};
}

}  // namespace zhike::resolve::testing
