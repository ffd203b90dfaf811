// SPDX-License-Identifier: Apache-2.0
// All values are numbered before any is compared, so that comparing can be shared out; each is linked to those numbered
// before it, as if they had come one by one.
#include "resolve/index_values.h"

#include <utility>

#include "base/parallel.h"
#include "kernels/text.h"
#include "resolve/value_search.h"

namespace zhike::resolve {
namespace {

struct FreshValue {
  std::size_t field = 0;
  std::uint32_t code = 0;
  std::vector<Similar> similar;  // with smaller codes
  ChanceBits chance{};
};

void take_same_text(IndexData& data, std::size_t f, const std::string& text, std::uint32_t code) {
  if (f != data.given && f != data.family) return;
  IndexField& field = data.field[f];
  IndexField& other = data.field[f == data.given ? data.family : data.given];
  const auto same = other.values.find(text);
  field.same_text.push_back(same);
  if (same != 0) other.same_text[same] = code;
  field.letters.push_back(letters_of(kernels::code_points(text)));
}

std::uint32_t add_value(IndexData& data, std::size_t f, const std::string& text) {
  IndexField& field = data.field[f];
  const std::uint32_t code = field.values.add(text);
  field.count.push_back(0);
  if (field.kind == Kind::date) field.digits.push_back(date_digits(text));
  field.chance.push_back(static_cast<std::uint32_t>(field.chances.size()));
  field.chances.emplace_back();
  field.rows.resize(code + 1);
  field.similar.resize(code + 1);
  add_to_features(field, code);
  take_same_text(data, f, text, code);
  return code;
}

void compare(const IndexData& data, FreshValue& fresh, ValueSearchSpace& space) {
  const IndexField& field = data.field[fresh.field];
  const std::string text(field.values.texts[fresh.code]);
  fresh.similar = find_similar(field, text, space);
  std::erase_if(fresh.similar, [&](const Similar& similar) { return similar.value >= fresh.code; });
  fresh.chance = chance_of_new(field, data.model.fields[fresh.field], text, fresh.similar);
}

}  // namespace

void add_values(IndexData& data, std::span<const CleanRecord> records, int threads) {
  std::vector<FreshValue> fresh;
  for (const auto& record : records)
    for (std::size_t f = 0; f < record.text.size(); ++f)
      if (const auto& text = record.text[f]; !text.empty() && data.field[f].values.find(text) == 0) fresh.push_back({f, add_value(data, f, text), {}, {}});
  std::vector<ValueSearchSpace> spaces(static_cast<std::size_t>(threads));
  parallel_pieces(fresh.size(), 32, threads, [&](std::size_t first, std::size_t last, int thread) {
    for (std::size_t k = first; k < last; ++k) compare(data, fresh[k], spaces[static_cast<std::size_t>(thread)]);
  });
  for (const auto& value : fresh) {
    IndexField& field = data.field[value.field];
    field.chances[field.chance[value.code]] = value.chance;
    for (const auto& similar : value.similar) {
      field.similar.add(value.code, similar);
      field.similar.add(similar.value, {value.code, similar.level});
    }
  }
}

}  // namespace zhike::resolve
