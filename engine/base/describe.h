// SPDX-License-Identifier: Apache-2.0
// A wire type describes itself once, in fields(); the JSON reader and writer, the JSON Schema, the command line's
// options and the reference pages are all read from that, so they cannot disagree. wire.h holds the readers.
#pragma once

#include <string_view>
#include <tuple>

namespace zhike {

// How a member is met on the wire. `positional` ones are the command line's operands, in order.
struct Trait {
  bool required = false;
  bool positional = false;
  std::string_view choices = "";  // permitted values, separated by |
};

template <class Owner, class Value>
struct Member {
  std::string_view name;
  Value Owner::*member;
  std::string_view doc_en, doc_zh;
  Trait trait;
};

// One member: its name on the wire (snake_case), where it lies, what it is in English and Chinese.
template <class Owner, class Value>
constexpr Member<Owner, Value> field(std::string_view name, Value Owner::*member, std::string_view doc_en,
                                     std::string_view doc_zh, Trait trait = {}) {
  return {name, member, doc_en, doc_zh, trait};
}

template <class T>
concept Described = requires { T::fields(); };

}  // namespace zhike
