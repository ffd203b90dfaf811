// SPDX-License-Identifier: Apache-2.0
// Persons and firms in one column of names: which value names which.
// A firm is never a person's duplicate, however much they share; a sole trader and his shop are two customers.
#pragma once

#include <cstdint>
#include <vector>

#include "resolve/coded_table.h"

namespace zhike::resolve {

enum class Party : std::uint8_t { unknown, person, organisation };

// Per code of the column. A name without a form word is a firm's when the same name stands there with one:
// "Acme Freight" beside "Acme Freight Ltd".
std::vector<Party> parties_of(const CodedColumn& names);
// Share of the filled rows that name organisations.
double organisation_share(const CodedColumn& names, const std::vector<Party>& parties);

}  // namespace zhike::resolve
