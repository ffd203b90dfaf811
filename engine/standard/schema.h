// SPDX-License-Identifier: Apache-2.0
// Reads the JSON Schemas under standards/schema and holds documents against them, so that the files editors use are the
// very rules Zhike checks by. The part of 2020-12 our schemas need: $ref, type, enum, anyOf, pattern, lengths, bounds,
// items, properties, required, additionalProperties, uniqueItems. A schema with another keyword is refused.
#pragma once

#include <boost/json/fwd.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "standard/standard.h"

namespace zhike::standard {

// Immutable once read.
class Schemas {
 public:
  // Problems of the schema files themselves go to `problems`.
  static Schemas read(const std::string& folder, std::vector<Problem>& problems);
  ~Schemas();
  Schemas(Schemas&&) noexcept;

  std::vector<std::string_view> kinds() const;
  // What `document` breaks of the schema `kind`: JSON paths from $, the nearest valid name where a name is not known.
  // `file` is only copied into the problems. An unknown kind is a broken invariant.
  void check(std::string_view kind, const boost::json::value& document, const std::string& file,
             std::vector<Problem>& problems) const;

 private:
  Schemas();
  struct State;
  std::unique_ptr<State> state_;
};

// A parsed JSON file; the problem of an unreadable one tells line and column. nullptr then.
std::unique_ptr<boost::json::value> read_json(const std::string& folder, const std::string& file,
                                              std::vector<Problem>& problems);

}  // namespace zhike::standard
