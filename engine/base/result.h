// SPDX-License-Identifier: Apache-2.0
// Result<T>: a value or an Error, and the one table of errors.
// A bad record is a row, a failed request is a Result, a broken invariant is a crash (ZK_ASSERT).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace zhike {

enum class ErrorCode : std::uint8_t {
  bad_request,
  not_found,
  conflict,
  forbidden,
  unreadable,
  no_workspace,
  wrong_key,
  busy,
  disk_full,
  cancelled,
  too_large,
  standard_invalid,
  internal,
};

// One row per error: the name that goes on the wire, the HTTP status (used by the server alone), whether the
// same request may succeed later, and what the caller can do.
struct ErrorInfo {
  ErrorCode code;
  std::string_view name;
  int http;
  bool retry;
  std::string_view advice;
};
inline constexpr ErrorInfo error_table[] = {
    {ErrorCode::bad_request, "bad_request", 400, false, "Correct what the message names."},
    {ErrorCode::not_found, "not_found", 404, false, "Check the name or id."},
    {ErrorCode::conflict, "conflict", 409, true, "Look at the present state and try again."},
    {ErrorCode::forbidden, "forbidden", 403, false, "Ask for the permission named in the message."},
    {ErrorCode::unreadable, "unreadable", 422, false, "Repair the file, or save it again in a format Zhike reads."},
    {ErrorCode::no_workspace, "no_workspace", 404, false, "Run `zhike init DIR`, or name one with --workspace."},
    {ErrorCode::wrong_key, "wrong_key", 403, false, "Give the key file or passphrase this workspace was made with."},
    {ErrorCode::busy, "busy", 409, true, "Wait until the other process has finished."},
    {ErrorCode::disk_full, "disk_full", 507, true, "Free some space; nothing half written is kept."},
    {ErrorCode::cancelled, "cancelled", 409, true, "Run it again; finished steps are not repeated."},
    {ErrorCode::too_large, "too_large", 413, false, "Split the input, or raise the limit named in the message."},
    {ErrorCode::standard_invalid, "standard_invalid", 422, false, "Run `zhike standard check` and correct the file."},
    {ErrorCode::internal, "internal", 500, true, "A defect in Zhike: please report it."},
};
constexpr const ErrorInfo& info(ErrorCode code) { return error_table[static_cast<std::size_t>(code)]; }
constexpr bool error_table_is_in_order() {
  std::size_t position = 0;
  for (const auto& row : error_table)
    if (static_cast<std::size_t>(row.code) != position++) return false;
  return true;
}
static_assert(error_table_is_in_order());

// The message names the thing and what to do, and never holds a customer's value.
struct Error {
  ErrorCode code;
  std::string message;
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}
  bool ok() const { return state_.index() == 0; }
  const T& value() const { return std::get<0>(state_); }
  T& value() { return std::get<0>(state_); }
  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

struct Nothing {};
using Status = Result<Nothing>;
inline Status done() { return Nothing{}; }

// Ends the process with the place and the condition: for what must hold whatever the input is.
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line);

}  // namespace zhike

#define ZK_ASSERT(condition) \
  do {                       \
    if (!(condition)) ::zhike::assertion_failed(#condition, __FILE__, __LINE__); \
  } while (false)

#define ZK_JOIN_(a, b) a##b
#define ZK_JOIN(a, b) ZK_JOIN_(a, b)
// ZK_TRY(status);            passes a failure up
// ZK_TRY_SET(auto x, call);  the same, else x is the value
#define ZK_TRY(call)                                     \
  do {                                                   \
    if (auto zk_result_ = (call); !zk_result_.ok()) return zk_result_.error(); \
  } while (false)
#define ZK_TRY_SET(target, call) ZK_TRY_SET_(target, call, ZK_JOIN(zk_result_, __LINE__))
#define ZK_TRY_SET_(target, call, name) \
  auto name = (call);                   \
  if (!name.ok()) return name.error();  \
  target = std::move(name.value())
