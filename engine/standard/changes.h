// SPDX-License-Identifier: Apache-2.0
// The distance between two standards, and which part of it may not simply become active.
// Pure functions; versions.h stores what comes of them.
#pragma once

#include <string>
#include <vector>

#include "standard/standard.h"

namespace zhike::standard {

struct Change {
  enum class Kind { added, changed, removed };
  Kind kind = Kind::changed;
  std::string path;           // fields/mobile/target/validity, dimensions/channel/items/1040/label/zh
  std::string before, after;  // JSON on one line; empty where there is nothing
};
std::string_view name_of(Change::Kind kind);

// What must be done to `active` to make it `files`, in the order of the document. Things with an id or code are matched
// by it; a thing that is wholly new or gone is one change. Empty for equal content.
std::vector<Change> diff(const Standard& active, const Standard& files);

// A dimension item that is new or changed and waits for a second pair of eyes.
struct ItemChange {
  std::string dimension, code;
  std::string before, after;  // canonical JSON of the item; before is empty for a new one
};
std::vector<ItemChange> items_to_review(const Standard& active, const Standard& files);

// Codes that were in use and would be lost or given another meaning: a code that disappears (it has to be retired
// instead), a retired one that comes back, one whose labels in both languages change at once or whose parent changes.
// Codes of dimensions and of code lists.
std::vector<Problem> broken_codes(const Standard& active, const Standard& files);

// `files` as it may become active now: items that wait for review are as in `active`, new ones have status "proposed".
Standard without_unreviewed(const Standard& active, const Standard& files);

// The item of a proposal; fails with unreadable.
Result<DimensionItem> read_item(const std::string& text);

}  // namespace zhike::standard
