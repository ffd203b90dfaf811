// SPDX-License-Identifier: Apache-2.0
// Two fields agree together more often than by chance: either the rows are true matches, or the fields depend on
// each other. Third fields tell which.
#include "resolve/dependence.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <utility>

#include "base/parallel.h"
#include "resolve/similar_values.h"

namespace zhike::resolve {
namespace {

constexpr double agreeing_pairs_least = 30;
constexpr double lift_least = 1.5;
constexpr int samples = 4000;
constexpr double agreement_of_matches = 0.75;  // what a field typically does for true matches
constexpr double chance_most = 0.3;            // third fields that agree by chance more often tell nothing

// Rows grouped by equal values of two fields, with the pairs of each group added up for sampling.
struct Groups {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> row_of;  // (both codes, row), sorted
  std::vector<std::pair<std::size_t, std::size_t>> group;
  std::vector<double> pairs_up_to;
  double pairs = 0;
};

Groups group_rows(const Field& a, const Field& b) {
  Groups groups;
  groups.row_of.reserve(static_cast<std::size_t>(std::min(a.filled, b.filled)));
  // The rows of one value after the other, so that only few need be sorted at a time.
  for (std::uint32_t value = 1; value < a.values_count(); ++value) {
    const auto before = static_cast<std::ptrdiff_t>(groups.row_of.size());
    for (const auto row : a.rows[value])
      if (b.code[row] != 0) groups.row_of.emplace_back(static_cast<std::uint64_t>(value) << 32 | b.code[row], row);
    std::sort(groups.row_of.begin() + before, groups.row_of.end());
  }
  for (std::size_t first = 0; first < groups.row_of.size();) {
    std::size_t last = first;
    while (last < groups.row_of.size() && groups.row_of[last].first == groups.row_of[first].first) ++last;
    if (last - first > 1) {
      const double n = static_cast<double>(last - first);
      groups.pairs += n * (n - 1) / 2;
      groups.group.emplace_back(first, last);
      groups.pairs_up_to.push_back(groups.pairs);
    }
    first = last;
  }
  return groups;
}

double uniform(std::mt19937_64& random) { return static_cast<double>(random() >> 11) * 0x1p-53; }

std::size_t draw(const std::vector<double>& up_to, std::mt19937_64& random) {
  const auto found = std::lower_bound(up_to.begin(), up_to.end(), uniform(random) * up_to.back());
  return std::min(static_cast<std::size_t>(found - up_to.begin()), up_to.size() - 1);
}

// One edit counts as agreement, except where neighbouring values are different things.
bool close(Kind kind, int level) { return level == exact_level || (level == 2 && kind != Kind::date && agrees(kind, level)); }

double chance_of_close(const Model& model, std::size_t f) {
  const auto& field = model.fields[f];
  const bool similar_too = field.kind != Kind::category && field.kind != Kind::date;
  return field.u[exact_level] + (similar_too ? field.u[2] : 0);
}

// The share of true matches among the pairs that agree on fields f and g; negative when no third field can tell.
double matched_share(const Fields& fields, const Model& model, const Groups& groups, std::size_t f, std::size_t g,
                     std::mt19937_64& random) {
  std::vector<double> agreeing(fields.size(), 0);
  std::vector<double> seen(fields.size(), 0);
  for (int k = 0; k < samples; ++k) {
    const auto [first, last] = groups.group[draw(groups.pairs_up_to, random)];
    const auto i = groups.row_of[first + random() % (last - first)].second;
    const auto j = groups.row_of[first + random() % (last - first)].second;
    if (i == j) continue;
    for (std::size_t h = 0; h < fields.size(); ++h) {
      if (h == f || h == g) continue;
      const Field& third = fields.field[h];
      const int level = level_of(third, third.code[i], third.code[j]);
      if (level == missing_level) continue;
      ++seen[h];
      agreeing[h] += close(third.kind, level);
    }
  }
  std::vector<double> shares;
  for (std::size_t h = 0; h < fields.size(); ++h) {
    const double chance = chance_of_close(model, h);
    if (seen[h] < 20 || chance > chance_most) continue;
    shares.push_back(std::clamp((agreeing[h] / seen[h] - chance) / (agreement_of_matches - chance), 0.0, 1.0));
  }
  if (shares.empty()) return -1;
  std::sort(shares.begin(), shares.end());
  // Of two witnesses one may be written differently by each source and never agree.
  if (shares.size() == 2) return shares[1];
  const std::size_t middle = shares.size() / 2;
  return shares.size() % 2 == 1 ? shares[middle] : (shares[middle] + shares[middle - 1]) / 2;
}

struct Link {
  double lift = 0;
  std::size_t a = 0;
  std::size_t b = 0;
};

// What a customer shares with others by being in one place. His own fields agree together because he is one.
bool may_depend(const Field& field) { return info(field.kind).location && !field.personal; }

// How two fields agree among strangers beyond chance; no lift where it cannot be told or is too little to count.
Link measure_link(const Fields& fields, const Model& model, std::size_t f, std::size_t g, std::uint64_t seed) {
  const auto groups = group_rows(fields.field[f], fields.field[g]);
  const double n = static_cast<double>(groups.row_of.size());
  if (n < 100 || groups.pairs < agreeing_pairs_least) return {0, f, g};
  std::mt19937_64 random(seed + f * fields_most + g);
  const double matched = matched_share(fields, model, groups, f, g, random);
  const double strangers = (1 - matched) * groups.pairs;
  if (matched < 0 || strangers < agreeing_pairs_least) return {0, f, g};
  const double independent = model.fields[f].u[exact_level] * model.fields[g].u[exact_level];
  return {std::log2(strangers / (n * (n - 1) / 2) / independent), f, g};
}

std::vector<Link> measure_links(const Fields& fields, const Model& model, std::uint64_t seed, int threads) {
  std::vector<Link> links;
  for (std::size_t f = 0; f < fields.size(); ++f)
    for (std::size_t g = f + 1; g < fields.size(); ++g)
      if (may_depend(fields.field[f]) && may_depend(fields.field[g])) links.push_back({0, f, g});
  parallel_pieces(links.size(), 1, threads, [&](std::size_t first, std::size_t last, int) {
    for (std::size_t k = first; k < last; ++k) links[k] = measure_link(fields, model, links[k].a, links[k].b, seed);
  });
  std::erase_if(links, [](const Link& link) { return link.lift <= lift_least; });
  std::sort(links.begin(), links.end(), [](const Link& x, const Link& y) {
    return x.lift != y.lift ? x.lift > y.lift : std::pair(x.a, x.b) < std::pair(y.a, y.b);
  });
  return links;
}

// Roots every tree of the forest at its lowest field; parents come before their children.
void hang(const std::vector<std::vector<std::pair<std::size_t, double>>>& neighbours, std::size_t parent,
          std::vector<bool>& seen, const Model& model, std::vector<DependenceModel>& out) {
  seen[parent] = true;
  for (const auto& [child, lift] : neighbours[parent]) {
    if (seen[child]) continue;
    DependenceModel link;
    link.parent = static_cast<std::uint32_t>(parent);
    link.child = static_cast<std::uint32_t>(child);
    link.lift_bits = lift;
    for (auto& row : link.m) row = model.fields[child].m;
    out.push_back(link);
    hang(neighbours, child, seen, model, out);
  }
}

// Pairs of rows with equal values of one field, drawn evenly over all such pairs.
class EqualPairs {
 public:
  explicit EqualPairs(const Field& field) : field_(field) {
    double pairs = 0;
    for (std::uint32_t value = 1; value < field.values_count(); ++value) {
      const double n = field.count[value];
      if (n < 2) continue;
      pairs += n * (n - 1) / 2;
      value_.push_back(value);
      up_to_.push_back(pairs);
    }
  }
  bool empty() const { return value_.empty(); }
  std::pair<std::uint32_t, std::uint32_t> pick(std::mt19937_64& random) const {
    const auto rows = field_.rows[value_[draw(up_to_, random)]];
    const auto i = rows[random() % rows.size()];
    const auto j = rows[random() % rows.size()];
    return {std::min(i, j), std::max(i, j)};
  }

 private:
  const Field& field_;
  std::vector<std::uint32_t> value_;
  std::vector<double> up_to_;
};

// Of the pairs drawn for the lift of e-mails so many are weighed in any case. Of the others those with different e-mails,
// nearly all, count as these do on average.
constexpr std::size_t pairs_weighed = 60'000;

double stranger_share(const Scorer& scorer, std::uint32_t i, std::uint32_t j) {
  const Fields& fields = scorer.fields();
  // The first time the e-mail itself may not say whether these are strangers: where many people of one name have
  // similar e-mails, it would call them all one customer, and the larger the table the more of them.
  const auto parts = scorer.parts(i, j, scorer.levels(i, j));
  const double weight = parts.total(fields.size()) - (scorer.email_lift_on ? 0 : parts.field[fields.email]);
  return 1 - 1 / (1 + std::exp2(-weight));
}

}  // namespace

std::vector<DependenceModel> find_dependences(const Fields& fields, const Model& model, std::uint64_t seed, int threads) {
  std::vector<std::size_t> tree(fields.size());
  std::iota(tree.begin(), tree.end(), 0);
  std::vector<std::vector<std::pair<std::size_t, double>>> neighbours(fields.size());
  for (const auto& link : measure_links(fields, model, seed, threads)) {
    const std::size_t kept = tree[link.a];
    const std::size_t joined = tree[link.b];
    if (kept == joined) continue;
    std::replace(tree.begin(), tree.end(), joined, kept);
    neighbours[link.a].emplace_back(link.b, link.lift);
    neighbours[link.b].emplace_back(link.a, link.lift);
  }
  std::vector<DependenceModel> out;
  std::vector<bool> seen(fields.size(), false);
  for (std::size_t f = 0; f < fields.size(); ++f)
    if (!seen[f]) hang(neighbours, f, seen, model, out);
  return out;
}

std::array<std::array<double, levels_most>, 2> measure_email_lift(const Scorer& scorer, std::uint64_t seed, int threads) {
  const Fields& fields = scorer.fields();
  // The larger the table, the rarer the levels that matter.
  const std::size_t pairs_drawn = std::clamp<std::size_t>(fields.rows, pairs_weighed, 500'000);
  std::array<std::array<double, levels_most>, 2> lift{};
  const std::array name_fields = {fields.given, fields.family};
  for (std::size_t which = 0; which < name_fields.size(); ++which) {
    const EqualPairs equal(fields.field[name_fields[which]]);
    if (equal.empty()) continue;
    std::mt19937_64 random(seed + which);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs(pairs_drawn);
    for (auto& pair : pairs) pair = equal.pick(random);
    std::vector<std::pair<std::uint8_t, double>> seen(pairs_drawn, {missing_level, 0});
    const auto& email = fields.field[fields.email];
    parallel_pieces(pairs_drawn, 512, threads, [&](std::size_t first, std::size_t last, int) {
      for (std::size_t k = first; k < last; ++k) {
        const auto [i, j] = pairs[k];
        if (i == j || email.code[i] == 0 || email.code[j] == 0) continue;
        const int level = level_of(email, email.code[i], email.code[j]);
        const bool weighed = k < pairs_weighed || level != email.different();
        seen[k] = {static_cast<std::uint8_t>(level), weighed ? stranger_share(scorer, i, j) : -1};
      }
    });
    double different = 0;
    double different_seen = 0;
    for (std::size_t k = 0; k < pairs_weighed; ++k) {
      if (seen[k].first != email.different()) continue;
      different += seen[k].second;
      ++different_seen;
    }
    const double share_of_different = different_seen > 0 ? different / different_seen : 1;
    double strangers = 0;
    std::array<double, levels_most> at_level{};
    for (const auto& [level, share] : seen) {
      const double weight = share < 0 ? share_of_different : share;
      strangers += weight;
      at_level[level] += weight;
    }
    const auto& u = scorer.model.fields[fields.email].u;
    for (int level = 2; level < email.different(); ++level)
      lift[which][level] = std::max(0.0, std::log2((at_level[level] + 2 * u[level]) / (strangers + 2) / u[level]));
  }
  return lift;
}

}  // namespace zhike::resolve
