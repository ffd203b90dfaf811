// SPDX-License-Identifier: Apache-2.0
// A learned model as a JSON document: written for people to read, versioned, and read back with the place of what is
// wrong. docs/model.md describes it, standards/schema/match_model.json is its JSON Schema.
// It holds no record. Aliases are values (names and places) that many customers share.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "base/result.h"
#include "resolve/resolve.h"

namespace zhike::resolve {

inline constexpr int model_format = 1;

std::string write_model(const Model& model);
// Fails with unreadable for text that is no JSON, and with bad_request for what is no model, for a later format, and
// for a name the engine does not know (with the nearest it knows). The message starts with `path`.
Result<Model> read_model(std::string_view text, const std::string& path);
// The JSON Schema of the document (2020-12).
boost::json::object model_schema();

}  // namespace zhike::resolve
