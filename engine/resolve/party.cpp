// SPDX-License-Identifier: Apache-2.0
#include "resolve/party.h"

#include <string>
#include <unordered_set>

#include "resolve/organisation.h"

namespace zhike::resolve {

std::vector<Party> parties_of(const CodedColumn& names) {
  std::vector<Party> parties(names.values.size(), Party::unknown);
  std::unordered_set<std::string> firms;
  for (std::size_t code = 1; code < parties.size(); ++code) {
    if (!is_organisation_name(names.values[code])) continue;
    parties[code] = Party::organisation;
    firms.insert(clean_organisation_name(names.values[code]));
  }
  for (std::size_t code = 1; code < parties.size(); ++code) {
    if (parties[code] == Party::organisation) continue;
    const bool known = !firms.empty() && firms.contains(clean_organisation_name(names.values[code]));
    parties[code] = known ? Party::organisation : Party::person;
  }
  return parties;
}

double organisation_share(const CodedColumn& names, const std::vector<Party>& parties) {
  double rows = 0;
  for (std::size_t code = 1; code < parties.size(); ++code) rows += parties[code] == Party::organisation ? names.count[code] : 0;
  return names.filled == 0 ? 0 : rows / static_cast<double>(names.filled);
}

}  // namespace zhike::resolve
