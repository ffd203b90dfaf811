// SPDX-License-Identifier: Apache-2.0
// The whole standard as one canonical JSON document: the form that is hashed, stored in the ledger and compared.
// Equal content gives equal bytes, whatever the order, spacing and number spelling of the files was.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>

#include "standard/standard.h"

namespace zhike::standard {

// Two spaces of indentation, keys in a fixed order, lists in the order of codes or ids, empty members left out.
std::string to_json(const Standard& standard);
// Reads what to_json wrote; fails with unreadable when the text is not such a document. The hash is computed anew.
Result<Standard> from_json(std::string_view text);
// Brings the lists into their canonical order and sets the hash.
void settle(Standard& standard);

// JSON as text, canonical: shortest numbers, two spaces of indentation, or everything on one line.
std::string canonical_text(const boost::json::value& value, bool indented = true);
boost::json::value to_value(const DimensionItem& item);

// Readers of single files, for files that their schema has accepted: what is absent keeps its default.
void read(const boost::json::value& in, Entity& out);
void read(const boost::json::value& in, Category& out);
void read(const boost::json::value& in, Field& out);
void read(const boost::json::value& in, MappedColumn& out);
void read(const boost::json::value& in, CodeList& out);
void read(const boost::json::value& in, EventType& out);
void read(const boost::json::value& in, Dimension& out);
void read(const boost::json::value& in, DimensionItem& out);
void read(const boost::json::value& in, IdentityRule& out);
void read(const boost::json::value& in, Standard& out);  // also of standard.json, which holds the head only

}  // namespace zhike::standard
