// SPDX-License-Identifier: Apache-2.0
#include "resolve/identity_moves.h"

#include <cmath>

namespace zhike::resolve {
namespace {

constexpr char form_version = 1;
constexpr double weight_units = 16;
constexpr std::uint64_t with_partner = 8;  // flag beside the cause
constexpr std::string_view cause_names[] = {"evidence", "rule", "verdict", "undo", "replay"};

void put(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    out += static_cast<char>(value | 0x80);
    value >>= 7;
  }
  out += static_cast<char>(value);
}

bool get(std::string_view& in, std::uint64_t& value) {
  value = 0;
  for (int shift = 0; shift < 64 && !in.empty(); shift += 7) {
    auto byte = static_cast<std::uint8_t>(in.front());
    in.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

std::uint64_t zigzag(std::int64_t value) { return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63); }
std::int64_t unzigzag(std::uint64_t value) { return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1); }

}  // namespace

std::string_view name_of(Cause cause) { return cause_names[static_cast<std::size_t>(cause)]; }

std::string pack_moves(std::span<const IdentityMove> moves) {
  std::string out(1, form_version);
  out.reserve(moves.size() * 16);
  put(out, moves.size());
  std::uint64_t last = 0;
  for (const auto& move : moves) {
    put(out, move.record_id - last);
    last = move.record_id;
    put(out, move.before);
    put(out, move.after);
    put(out, static_cast<std::uint64_t>(move.cause) | (move.partner != 0 ? with_partner : 0));
    if (move.partner == 0) continue;
    put(out, move.partner);
    put(out, zigzag(std::llround(static_cast<double>(move.weight) * weight_units)));
  }
  return out;
}

Status unpack_moves(std::string_view bytes, std::vector<IdentityMove>& out) {
  const Error damaged{ErrorCode::unreadable, "a row of the registry's history is damaged; restore the ledger from a backup"};
  if (bytes.empty() || bytes.front() != form_version) return damaged;
  bytes.remove_prefix(1);
  std::uint64_t count = 0, last = 0;
  if (!get(bytes, count)) return damaged;
  for (std::uint64_t i = 0; i < count; ++i) {
    IdentityMove move;
    std::uint64_t difference = 0, flags = 0, weight = 0;
    if (!get(bytes, difference) || !get(bytes, move.before) || !get(bytes, move.after) || !get(bytes, flags)) return damaged;
    if ((flags & ~with_partner) >= std::size(cause_names)) return damaged;
    move.record_id = last += difference;
    move.cause = static_cast<Cause>(flags & ~with_partner);
    if (flags & with_partner) {
      if (!get(bytes, move.partner) || !get(bytes, weight)) return damaged;
      move.weight = static_cast<float>(static_cast<double>(unzigzag(weight)) / weight_units);
    }
    out.push_back(move);
  }
  return bytes.empty() ? done() : damaged;
}

}  // namespace zhike::resolve
