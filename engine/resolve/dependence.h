// SPDX-License-Identifier: Apache-2.0
// Evidence that would be counted twice: suburb and postcode, e-mail and name.
// Taken out only where it can be measured. Links that run through persons (surname and address, phone and address)
// are left to the related class.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "resolve/scorer.h"

namespace zhike::resolve {

// A maximum spanning forest over the location-like fields, by lift. Reads u of the model. Deterministic by seed.
std::vector<DependenceModel> find_dependences(const Fields& fields, const Model& model, std::uint64_t seed, int threads);

// How much more often e-mails are similar among pairs of strangers with equal given name [0] or surname [1], in bits
// by e-mail level, from 60,000 and more random pairs each, weighted by the chance that they are strangers.
std::array<std::array<double, levels_most>, 2> measure_email_lift(const Scorer& scorer, std::uint64_t seed, int threads);

}  // namespace zhike::resolve
