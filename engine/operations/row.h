// SPDX-License-Identifier: Apache-2.0
// Inside the operations room only: turns a typed function into a row of the table.
#pragma once

#include "base/wire.h"
#include "operations/operation.h"

namespace zhike::operations {

// Reads the input, calls the typed function, writes the output, and the people's text when it is wanted.
template <class In, class Out, Result<Out> (*function)(Call&, const In&), std::string (*text)(const Out&, const Terminal&)>
Result<Reply> call_typed(Call& call, const boost::json::value& document) {
  In input;
  ZK_TRY(wire::from_json(document, input));
  ZK_TRY_SET(Out out, function(call, input));
  Reply reply;
  reply.output = wire::to_json(out);
  if (call.wants_text) reply.text = text(out, call.terminal);
  if constexpr (requires { out.is_sound(); }) reply.is_sound = out.is_sound();
  return reply;
}

template <class In, class Out, Result<Out> (*function)(Call&, const In&), std::string (*text)(const Out&, const Terminal&)>
constexpr Operation row(std::string_view id, std::string_view summary_en, std::string_view summary_zh,
                        Permission permission, WorkspaceUse workspace, std::span<const ErrorCode> errors,
                        std::string_view example) {
  return {id, summary_en, summary_zh, permission, workspace, errors, example,
          &wire::schema<In>, &wire::schema<Out>, &call_typed<In, Out, function, text>};
}

inline const char* pick(const Terminal& terminal, const char* en, const char* zh) {
  return terminal.language == Language::zh ? zh : en;
}

}  // namespace zhike::operations
