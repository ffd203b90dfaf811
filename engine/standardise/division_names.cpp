// SPDX-License-Identifier: Apache-2.0
#include "standardise/division_names.h"

#include <set>

#include "kernels/division.h"
#include "standard/standard.h"

namespace zhike::standardise {
namespace {

std::unordered_map<std::string, std::string> read_names() {
  std::unordered_map<std::string, std::string> names;
  for (auto level : {kernels::DivisionLevel::province, kernels::DivisionLevel::city, kernels::DivisionLevel::district}) {
    std::unordered_map<std::string, std::string> here;
    std::set<std::string> ambiguous;
    for (const auto& division : kernels::divisions()) {
      if (division.level != level || division.retired || kernels::is_filler_division(division.name)) continue;
      std::string code = std::to_string(division.code);
      for (auto name : {division.name, kernels::short_division_name(division.name)}) {
        auto [at, is_new] = here.emplace(standard::fold_spelling(name), code);
        if (!is_new && at->second != code) ambiguous.insert(at->first);
      }
    }
    for (const auto& name : ambiguous) here.erase(name);
    names.merge(here);
  }
  return names;
}

}  // namespace

const std::unordered_map<std::string, std::string>& division_names() {
  static const auto names = read_names();
  return names;
}

}  // namespace zhike::standardise
