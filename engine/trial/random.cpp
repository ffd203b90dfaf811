// SPDX-License-Identifier: Apache-2.0
// The generator and its distributions; the order of draws is part of the contract "same seed, same bytes".
#include "trial/random.h"

#include <cmath>
#include <numeric>

namespace zhike::trial {

std::uint64_t splitmix(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9e3779b97f4a7c15ULL);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

Random::Random(std::uint64_t seed, std::uint64_t stream) {
  std::uint64_t mix = seed;
  mix = splitmix(mix) ^ (stream * 0xd1342543de82ef95ULL);
  for (auto& word : state_) word = splitmix(mix);
}

std::uint64_t Random::next() {
  auto rotate = [](std::uint64_t x, int k) { return (x << k) | (x >> (64 - k)); };
  const std::uint64_t result = rotate(state_[0] + state_[3], 23) + state_[0];
  const std::uint64_t t = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= t;
  state_[3] = rotate(state_[3], 45);
  return result;
}

std::uint32_t Random::below(std::uint32_t bound) {
  return static_cast<std::uint32_t>(((next() >> 32) * bound) >> 32);
}

int Random::between(int low, int high) { return low + static_cast<int>(below(static_cast<std::uint32_t>(high - low + 1))); }

double Random::unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

double Random::exponential() { return -std::log1p(-unit()); }

double Random::normal() {
  const double radius = std::sqrt(2 * exponential());
  return radius * std::cos(6.283185307179586 * unit());
}

double Random::gamma(double shape) {
  if (shape < 1) return gamma(shape + 1) * std::pow(1 - unit(), 1 / shape);
  const double d = shape - 1.0 / 3, c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double x = normal(), root = 1 + c * x;
    if (root <= 0) continue;
    const double v = root * root * root;
    if (std::log1p(-unit()) < 0.5 * x * x + d - d * v + d * std::log(v)) return d * v;
  }
}

int Random::poisson(double mean) {
  const double limit = std::exp(-mean);
  int count = 0;
  for (double product = unit(); product > limit; product *= unit()) ++count;
  return count;
}

std::uint32_t Random::front(std::uint32_t bound, double flat) {
  // Inverse of the integral of 1 / (x + flat).
  const double x = flat * (std::pow((bound + flat) / flat, unit()) - 1);
  return std::min(bound - 1, static_cast<std::uint32_t>(x));
}

Weighted::Weighted(std::span<const double> weights) : keep_(weights.size(), 1), other_(weights.size()) {
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  const auto size = static_cast<double>(weights.size());
  std::vector<double> share(weights.size());
  std::vector<std::uint32_t> small, large;
  for (std::uint32_t i = 0; i < weights.size(); ++i) {
    share[i] = weights[i] * size / total;
    (share[i] < 1 ? small : large).push_back(i);
  }
  while (!small.empty() && !large.empty()) {
    const auto lesser = small.back(), greater = large.back();
    small.pop_back();
    keep_[lesser] = share[lesser];
    other_[lesser] = greater;
    share[greater] -= 1 - share[lesser];
    if (share[greater] < 1) {
      large.pop_back();
      small.push_back(greater);
    }
  }
}

std::uint32_t Weighted::pick(Random& random) const {
  const auto index = random.below(static_cast<std::uint32_t>(keep_.size()));
  return random.unit() < keep_[index] ? index : other_[index];
}

std::uint64_t scramble(std::uint64_t serial, std::uint64_t size) {
  // A multiplier near the golden section of the size spreads neighbours; it must share no factor with the size.
  auto factor = static_cast<std::uint64_t>(static_cast<double>(size) * 0.6180339887498949) | 1;
  while (std::gcd(factor, size) != 1) factor += 2;
  return static_cast<std::uint64_t>((static_cast<unsigned __int128>(serial % size) * factor + size / 3) % size);
}

}  // namespace zhike::trial
