// SPDX-License-Identifier: Apache-2.0
#include "resolve/index_delta.h"

#include <algorithm>
#include <utility>

#include "resolve/index_bytes.h"

namespace zhike::resolve {
namespace {

// Both sides must agree on where something begins, or nothing that follows means what it says.
template <class Io>
void transfer_mark(Io& io, std::uint64_t here) {
  std::uint64_t mark = here;
  io(mark);
  if constexpr (Io::reads)
    if (mark != here) io.fail();
}

template <class Io, class Item>
void transfer_fresh(Io& io, GrowingLists<Item>& lists) {
  std::uint64_t size = lists.size();
  io(size);
  if constexpr (Io::reads) {
    std::vector<typename GrowingLists<Item>::Added> fresh;
    io(fresh);
    for (const auto& added : fresh)
      if (added.list < size) lists.add(added.list, added.item);
    if (io.good()) lists.resize(size);
  } else {
    io(lists.fresh());
  }
}

// Few rows have anything told about them, so lists put in the place of others are written one by one.
template <class Io>
void transfer_whole(Io& io, GrowingLists<std::uint32_t>& lists) {
  std::uint64_t size = lists.size();
  io(size);
  std::vector<std::uint32_t> filled, lengths, items;
  if constexpr (!Io::reads)
    for (std::uint32_t list = 0; list < size; ++list) {
      if (lists.length(list) == 0) continue;
      filled.push_back(list);
      lengths.push_back(static_cast<std::uint32_t>(lists.length(list)));
      lists.each(list, [&](std::uint32_t item) { items.push_back(item); });
    }
  io(filled);
  io(lengths);
  io(items);
  if constexpr (Io::reads) {
    if (!io.good()) return;
    Lists<std::uint32_t> flat;
    flat.items.assign(items.begin(), items.end());
    flat.begin.assign(size + 1, 0);
    for (std::size_t k = 0; k < filled.size(); ++k) flat.begin[filled[k] + 1] = lengths[k];
    for (std::size_t list = 0; list < size; ++list) flat.begin[list + 1] += flat.begin[list];
    lists = GrowingLists<std::uint32_t>(flat);
  }
}

template <class Io>
void transfer_told(Io& io, GrowingLists<std::uint32_t>& lists) {
  bool is_whole = !lists.is_watched();
  transfer_flag(io, is_whole);
  if (is_whole) transfer_whole(io, lists);
  else transfer_fresh(io, lists);
}

template <class Io>
void transfer_values(Io& io, IndexField& field, std::uint32_t mark) {
  auto& texts = field.values.texts;
  std::vector<std::uint32_t> lengths;
  std::string bytes;
  if constexpr (!Io::reads)
    for (std::size_t code = mark; code < texts.size(); ++code) {
      lengths.push_back(static_cast<std::uint32_t>(texts[code].size()));
      bytes += texts[code];
    }
  io(lengths);
  io(bytes);
  if constexpr (Io::reads) {
    std::string_view left(bytes);
    for (const auto length : lengths) {
      field.values.add(left.substr(0, length));
      left.remove_prefix(std::min<std::size_t>(length, left.size()));
    }
  }
}

// The arrays that have a place per value.
template <class Io>
void transfer_field(Io& io, IndexField& field, const IndexData& data, std::size_t f) {
  const std::uint32_t values = Io::reads ? field.values_count() : data.marks.values[f];
  const std::uint32_t chances = Io::reads ? static_cast<std::uint32_t>(field.chances.size()) : data.marks.chances[f];
  transfer_mark(io, values);
  transfer_mark(io, chances);
  transfer_values(io, field, values);
  transfer_tail(io, field.count, values);
  transfer_tail(io, field.chance, values);
  transfer_tail(io, field.chances, chances);
  // Empty where the field has none of it.
  transfer_tail(io, field.keys_count, std::min<std::size_t>(values, field.keys_count.size()));
  transfer_tail(io, field.digits, std::min<std::size_t>(values, field.digits.size()));
  transfer_tail(io, field.same_text, std::min<std::size_t>(values, field.same_text.size()));
  transfer_tail(io, field.letters, std::min<std::size_t>(values, field.letters.size()));
  transfer_fresh(io, field.rows);
  transfer_fresh(io, field.similar);
}

template <class Io>
void transfer_features(Io& io, Features& features, std::uint32_t mark) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> keys;
  if constexpr (!Io::reads)
    for (const auto& [key, list] : features.later_keys)
      if (list >= mark) keys.emplace_back(key, list);
  transfer_list(io, keys, [&](auto& key) {
    io(key.first);
    io(key.second);
  });
  if constexpr (Io::reads) features.later_keys.insert(keys.begin(), keys.end());
  transfer_fresh(io, features.values);
  io(features.alphabet);
}

// Rows that were there before; later ones are written as they are now.
template <class Io>
void transfer_touched(Io& io, IndexData& data) {
  std::vector<std::uint32_t> rows = data.marks.touched;
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  io(rows);
  for (const auto row : rows) {
    if (!io.good() || row >= data.rows()) return;
    io(data.cluster[row]);
    io(data.next[row]);
    for (auto& keys : data.identity) io(keys[row]);
    if (data.fragment_bits.empty()) continue;
    io(data.fragment_sizes[row]);
    io(data.fragment[row]);
  }
}

template <class Io>
void transfer_rows(Io& io, IndexData& data) {
  const std::size_t rows = Io::reads ? data.rows() : data.marks.rows;
  transfer_mark(io, rows);
  transfer_touched(io, data);
  transfer_tail(io, data.row_codes, rows * data.stride());
  transfer_tail(io, data.order, rows);
  transfer_tail(io, data.record_id, rows);
  transfer_tail(io, data.cluster, rows);
  transfer_tail(io, data.next, rows);
  for (auto& keys : data.identity) transfer_tail(io, keys, rows);
  if (!data.fragment_bits.empty()) {
    transfer_tail(io, data.fragment_sizes, rows);
    transfer_tail(io, data.fragment, rows);
  }
  io(data.fragment_bits);
  transfer_fresh(io, data.edges);
  transfer_told(io, data.same);
  transfer_told(io, data.different);
}

template <class Io>
void transfer(Io& io, IndexData& data) {
  for (std::size_t f = 0; f < data.field.size(); ++f) {
    transfer_field(io, data.field[f], data, f);
    transfer_features(io, data.field[f].features, Io::reads ? 0 : data.marks.features[f]);
  }
  transfer_rows(io, data);
}

// A new name points at the same text in the other name field, and from now on that one points back.
void point_back(IndexData& data, std::size_t f, std::size_t other, std::uint32_t first) {
  const auto& same = data.field[f].same_text;
  for (std::uint32_t code = first; code < same.size(); ++code)
    if (same[code] != 0 && same[code] < data.field[other].same_text.size()) data.field[other].same_text[same[code]] = code;
}

}  // namespace

void watch_changes(IndexData& data) {
  IndexMarks& marks = data.marks;
  marks = {.is_on = true, .rows = static_cast<std::uint32_t>(data.rows())};
  for (auto& field : data.field) {
    marks.values.push_back(field.values_count());
    marks.chances.push_back(static_cast<std::uint32_t>(field.chances.size()));
    marks.features.push_back(static_cast<std::uint32_t>(field.features.values.size()));
    field.rows.watch();
    field.similar.watch();
    field.features.values.watch();
  }
  data.edges.watch();
  data.same.watch();
  data.different.watch();
}

std::string write_delta(IndexData& data, std::string_view belongs_to) {
  ByteWriter writer;
  std::string run(belongs_to);
  writer(run);
  transfer(writer, data);
  return std::move(writer.bytes);
}

std::string delta_belongs_to(std::string_view delta) {
  ByteReader reader(delta);
  std::string run;
  reader(run);
  return reader.good() ? run : std::string();
}

bool take_delta(std::string_view delta, IndexData& data) {
  ByteReader reader(delta);
  std::string run;
  reader(run);
  std::vector<std::uint32_t> values;
  for (const auto& field : data.field) values.push_back(field.values_count());
  transfer(reader, data);
  if (reader.good() && data.given != no_field) {
    point_back(data, data.given, data.family, values[data.given]);
    point_back(data, data.family, data.given, values[data.family]);
  }
  return reader.at_end();
}

}  // namespace zhike::resolve
