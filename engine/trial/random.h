// SPDX-License-Identifier: Apache-2.0
// Seeded chance: xoshiro256++ (Blackman and Vigna 2019) fed by splitmix64, with our own distributions.
// The distributions of <random> differ between libraries; these give the same draws everywhere.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace zhike::trial {

std::uint64_t splitmix(std::uint64_t& state);

class Random {
 public:
  // One independent stream per (seed, stream): a chunk of the world, a source, a table.
  Random(std::uint64_t seed, std::uint64_t stream);
  std::uint64_t next();
  std::uint32_t below(std::uint32_t bound);      // 0 <= x < bound, bound > 0
  int between(int low, int high);                // both ends included
  double unit();                                 // 0 <= x < 1
  bool chance(double probability) { return unit() < probability; }
  double exponential();                          // mean 1
  double normal();                               // mean 0, deviation 1
  double gamma(double shape);                    // scale 1; Marsaglia and Tsang 2000
  int poisson(double mean);                      // by multiplication; for small means
  // An index that favours the front: weight 1 / (index + flat). Lists written commonest first need no figures.
  std::uint32_t front(std::uint32_t bound, double flat = 6);
  template <class T>
  const T& one_of(std::span<const T> items) { return items[below(static_cast<std::uint32_t>(items.size()))]; }
  template <class T>
  const T& one_of(const std::vector<T>& items) { return items[below(static_cast<std::uint32_t>(items.size()))]; }

 private:
  std::uint64_t state_[4];
};

// Draws indices in proportion to weights in constant time (alias method, Vose 1991).
class Weighted {
 public:
  explicit Weighted(std::span<const double> weights);
  std::uint32_t pick(Random& random) const;

 private:
  std::vector<double> keep_;
  std::vector<std::uint32_t> other_;
};

// A one-to-one scramble of 0 .. size-1, so that serial numbers look random and never repeat.
std::uint64_t scramble(std::uint64_t serial, std::uint64_t size);

}  // namespace zhike::trial
