// SPDX-License-Identifier: Apache-2.0
// JSON for self-describing types (describe.h): reading with the path of what is wrong, writing, and JSON Schema.
// Members: bool, integers, double, string, optional, vector, map by text, and other described types.
#pragma once

#include <boost/json.hpp>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "base/describe.h"
#include "base/result.h"

namespace zhike::wire {

namespace json = boost::json;

// What is wrong with a document: an unknown member is refused, so that a misspelt option is never ignored.
Error wrong_type(const std::string& path, std::string_view expected);
Error unknown_member(const std::string& path, std::string_view name, const std::vector<std::string_view>& known);
Error missing_member(const std::string& path, std::string_view name);

template <class T>
struct is_optional : std::false_type {};
template <class T>
struct is_optional<std::optional<T>> : std::true_type {};
template <class T>
struct is_vector : std::false_type {};
template <class T>
struct is_vector<std::vector<T>> : std::true_type {};
template <class T>
struct is_map : std::false_type {};
template <class T>
struct is_map<std::map<std::string, T>> : std::true_type {};

template <class T>
json::value to_json(const T& value) {
  if constexpr (Described<T>) {
    json::object out;
    std::apply([&](const auto&... m) { ((out[m.name] = to_json(value.*(m.member))), ...); }, T::fields());
    return out;
  } else if constexpr (is_optional<T>::value) {
    return value ? to_json(*value) : json::value(nullptr);
  } else if constexpr (is_vector<T>::value) {
    json::array out;
    for (const auto& element : value) out.push_back(to_json(element));
    return out;
  } else if constexpr (is_map<T>::value) {
    json::object out;
    for (const auto& [key, element] : value) out[key] = to_json(element);
    return out;
  } else if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, double>) {
    return value;
  } else if constexpr (std::is_integral_v<T>) {
    return static_cast<std::int64_t>(value);
  } else {
    return json::string(value);
  }
}

template <class T>
Status from_json(const json::value& in, T& out, const std::string& path = "");

template <class T>
Status object_from_json(const json::value& in, T& out, const std::string& path) {
  if (!in.is_object()) return wrong_type(path, "an object");
  const json::object& object = in.get_object();
  Status status = done();
  std::vector<std::string_view> known;
  std::apply(
      [&](const auto&... m) {
        (known.push_back(m.name), ...);
        [[maybe_unused]] auto read = [&](const auto& member) {
          if (!status.ok()) return;
          const json::value* found = object.if_contains(member.name);
          if (!found || found->is_null()) {
            if (member.trait.required) status = missing_member(path, member.name);
            return;
          }
          status = from_json(*found, out.*(member.member), path + "/" + std::string(member.name));
        };
        (read(m), ...);
      },
      T::fields());
  ZK_TRY(status);
  for (const auto& [key, value] : object) {
    std::string_view name(key.data(), key.size());
    bool is_known = false;
    for (auto candidate : known) is_known |= candidate == name;
    if (!is_known) return unknown_member(path, name, known);
  }
  return done();
}

template <class T>
Status from_json(const json::value& in, T& out, const std::string& path) {
  if constexpr (Described<T>) {
    return object_from_json(in, out, path);
  } else if constexpr (is_optional<T>::value) {
    return from_json(in, out.emplace(), path);
  } else if constexpr (is_vector<T>::value) {
    if (!in.is_array()) return wrong_type(path, "a list");
    for (const auto& element : in.get_array()) ZK_TRY(from_json(element, out.emplace_back(), path + "/" + std::to_string(out.size())));
    return done();
  } else if constexpr (is_map<T>::value) {
    if (!in.is_object()) return wrong_type(path, "an object");
    for (const auto& [key, element] : in.get_object()) ZK_TRY(from_json(element, out[std::string(key)], path + "/" + std::string(key)));
    return done();
  } else if constexpr (std::is_same_v<T, bool>) {
    if (!in.is_bool()) return wrong_type(path, "true or false");
    out = in.get_bool();
    return done();
  } else if constexpr (std::is_same_v<T, double>) {
    if (!in.is_number()) return wrong_type(path, "a number");
    out = in.to_number<double>();
    return done();
  } else if constexpr (std::is_integral_v<T>) {
    if (!in.is_int64()) return wrong_type(path, "a whole number");
    out = static_cast<T>(in.get_int64());
    return done();
  } else {
    if (!in.is_string()) return wrong_type(path, "text");
    out.assign(in.get_string().data(), in.get_string().size());
    return done();
  }
}

// JSON Schema 2020-12 of a type, descriptions in English with the Chinese beside ("x-zh").
template <class T>
json::object schema() {
  if constexpr (Described<T>) {
    json::object properties;
    json::array required;
    auto add = [&]<class O, class V>(const Member<O, V>& member) {
      json::object property = schema<V>();
      property["description"] = member.doc_en;
      property["x-zh"] = member.doc_zh;
      if (member.trait.positional) property["x-positional"] = true;
      if (!member.trait.choices.empty()) {
        json::array choices;
        std::string_view rest = member.trait.choices;
        while (!rest.empty()) {
          auto bar = rest.find('|');
          choices.push_back(json::string(rest.substr(0, bar)));
          rest = bar == std::string_view::npos ? std::string_view() : rest.substr(bar + 1);
        }
        property["enum"] = choices;
      }
      properties[member.name] = property;
      if (member.trait.required) required.push_back(json::string(member.name));
    };
    std::apply([&](const auto&... m) { (add(m), ...); }, T::fields());
    return {{"type", "object"}, {"properties", properties}, {"required", required}, {"additionalProperties", false}};
  } else if constexpr (is_optional<T>::value) {
    return schema<typename T::value_type>();
  } else if constexpr (is_vector<T>::value) {
    return {{"type", "array"}, {"items", schema<typename T::value_type>()}};
  } else if constexpr (is_map<T>::value) {
    return {{"type", "object"}, {"additionalProperties", schema<typename T::mapped_type>()}};
  } else if constexpr (std::is_same_v<T, bool>) {
    return {{"type", "boolean"}};
  } else if constexpr (std::is_same_v<T, double>) {
    return {{"type", "number"}};
  } else if constexpr (std::is_integral_v<T>) {
    return {{"type", "integer"}};
  } else {
    return {{"type", "string"}};
  }
}

}  // namespace zhike::wire
