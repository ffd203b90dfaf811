// SPDX-License-Identifier: Apache-2.0
#include "base/wire.h"

namespace zhike::wire {
namespace {

std::string place(const std::string& path) { return path.empty() ? std::string("the document") : path; }

}  // namespace

Error wrong_type(const std::string& path, std::string_view expected) {
  return {ErrorCode::bad_request, place(path) + " must be " + std::string(expected)};
}

Error unknown_member(const std::string& path, std::string_view name, const std::vector<std::string_view>& known) {
  std::string message = place(path) + " has no member '" + std::string(name) + "'; known:";
  for (auto candidate : known) message.append(1, ' ').append(candidate);
  return {ErrorCode::bad_request, message};
}

Error missing_member(const std::string& path, std::string_view name) {
  return {ErrorCode::bad_request, place(path) + " needs '" + std::string(name) + "'"};
}

}  // namespace zhike::wire
