// SPDX-License-Identifier: Apache-2.0
#include "resolve/index_transfer.h"

#include <atomic>
#include <cstring>
#include <type_traits>

#include "base/parallel.h"

namespace zhike::resolve {
namespace {

constexpr std::uint64_t version = 7;

template <class T>
concept Plain = std::is_trivially_copyable_v<T>;

class Writer {
 public:
  static constexpr bool reads = false;
  std::string bytes;

  template <Plain T>
  void operator()(T& value) {
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void operator()(std::string& text) {
    std::uint64_t size = text.size();
    (*this)(size);
    bytes += text;
  }
  template <Plain T, class Allocator>
  void operator()(std::vector<T, Allocator>& values) {
    std::uint64_t size = values.size();
    (*this)(size);
    bytes.append(reinterpret_cast<const char*>(values.data()), size * sizeof(T));
  }
  bool good() const { return true; }
};

class Reader {
 public:
  static constexpr bool reads = true;
  explicit Reader(std::string_view bytes) : left_(bytes) {}

  template <Plain T>
  void operator()(T& value) {
    take(&value, sizeof value);
  }
  void operator()(std::string& text) {
    text.resize(size_of(1));
    take(text.data(), text.size());
  }
  template <Plain T, class Allocator>
  void operator()(std::vector<T, Allocator>& values) {
    const std::size_t size = size_of(sizeof(T));
    values.resize(size);
    take(values.data(), size * sizeof(T));
  }
  bool good() const { return good_; }
  bool at_end() const { return good_ && left_.empty(); }
  std::string_view left() const { return left_; }

 private:
  std::size_t size_of(std::size_t unit) {
    std::uint64_t size = 0;
    (*this)(size);
    good_ = good_ && size <= left_.size() / unit;
    return good_ ? size : 0;
  }
  void take(void* out, std::size_t size) {
    good_ = good_ && size <= left_.size();
    if (!good_ || size == 0) return;
    std::memcpy(out, left_.data(), size);
    left_.remove_prefix(size);
  }
  std::string_view left_;
  bool good_ = true;
};

// A list of things that are more than bytes.
template <class Io, class T, class Each>
void transfer_list(Io& io, std::vector<T>& list, const Each& each) {
  std::uint64_t size = list.size();
  io(size);
  if (Io::reads && !io.good()) return;
  if constexpr (Io::reads) list.clear();
  for (std::uint64_t k = 0; k < size && io.good(); ++k) {
    if constexpr (Io::reads) list.emplace_back();
    each(list[k]);
  }
}

template <class Io>
void transfer_flag(Io& io, bool& flag) {
  std::uint8_t byte = flag;
  io(byte);
  flag = byte != 0;
}

// keeps: which items of the lists are still of use; before: the order within a list.
template <class Io, class Item, class Keeps, class Before>
void transfer_lists(Io& io, GrowingLists<Item>& lists, const Keeps& keeps, const Before& before) {
  Lists<Item> flat;
  if constexpr (!Io::reads) {
    flat = lists.flat(keeps);
    for (std::size_t list = 0; list < flat.size(); ++list)
      if (!lists.later(list).empty()) std::sort(flat[list].begin(), flat[list].end(), before);
  }
  io(flat.begin);
  io(flat.items);
  if constexpr (Io::reads) lists = GrowingLists<Item>(std::move(flat));
}

constexpr auto all = [](const auto&) { return true; };
constexpr auto by_number = [](std::uint32_t a, std::uint32_t b) { return a < b; };

template <class Io>
void transfer(Io& io, TextIndex& index) {
  io(index.texts.bytes());
  io(index.texts.ends());
  io(index.slots.slots());
  if constexpr (Io::reads) index.slots.settle();
}

// Features that came later get their place among the sorted keys.
Features sorted(const Features& features) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> list_of;
  for (std::uint32_t list = 0; list < features.keys.size(); ++list) list_of.emplace_back(features.keys[list], list);
  for (const auto& [key, list] : features.later_keys) list_of.emplace_back(key, list);
  std::sort(list_of.begin(), list_of.end());
  Features out;
  out.alphabet = features.alphabet;
  Lists<std::uint32_t> lists;
  for (const auto& [key, list] : list_of) {
    out.keys.push_back(key);
    features.values.each(list, [&](std::uint32_t value) { lists.items.push_back(value); });
    lists.begin.push_back(lists.items.size());
  }
  out.values = GrowingLists<std::uint32_t>(std::move(lists));
  return out;
}

template <class Io>
void transfer(Io& io, IndexField& field, const IndexData& data) {
  io(field.name);
  io(field.kind);
  io(field.filled);
  transfer(io, field.values);
  io(field.count);
  io(field.chance);
  io(field.chances);
  transfer_lists(io, field.rows, [&](std::uint32_t row) { return data.is_there(row); }, by_number);
  transfer_lists(io, field.similar, all, [](const Similar& a, const Similar& b) { return a.value < b.value; });
  if constexpr (!Io::reads)
    if (!field.features.later_keys.empty()) field.features = sorted(field.features);
  io(field.features.keys);
  transfer_lists(io, field.features.values, all, by_number);
  io(field.features.alphabet);
  io(field.gram_length);
  io(field.close_within);
  io(field.keys_count);
  transfer(io, field.words);
  io(field.word_bits);
  io(field.default_days);
  io(field.digits);
  io(field.near_dates);
  io(field.same_text);
}

template <class Io>
void transfer(Io& io, Model& model) {
  transfer_list(io, model.fields, [&](FieldModel& field) {
    io(field.name);
    io(field.kind);
    transfer_flag(io, field.shared);
    transfer_flag(io, field.inherited);
    io(field.filled_share);
    io(field.values_count);
    io(field.m);
    io(field.m_related);
    io(field.u);
  });
  transfer_list(io, model.dependences, [&](DependenceModel& link) { io(link); });
  io(model.prior_bits);
  io(model.prior_related_bits);
  io(model.m_swap);
  io(model.email_lift);
}

template <class Io>
void transfer(Io& io, ColumnDecisions& decisions) {
  std::vector<std::pair<std::string, std::vector<std::string>>> kept(decisions.kept().begin(), decisions.kept().end());
  transfer_list(io, kept, [&](auto& decision) {
    io(decision.first);
    transfer_list(io, decision.second, [&](std::string& text) { io(text); });
  });
  if constexpr (Io::reads) decisions = ColumnDecisions::closed_with({kept.begin(), kept.end()});
}

template <class Io>
void transfer_rows(Io& io, IndexData& data) {
  transfer(io, data.model);
  transfer_flag(io, data.email_lift_on);
  transfer(io, data.decisions);
  transfer_list(io, data.columns, [&](std::string& name) { io(name); });
  transfer_flag(io, data.ordered_by_id);
  io(data.seed);
  io(data.model_rows);
  io(data.counted_rows);
  io(data.counted_pairs);
  io(data.cut_bits);
  transfer_flag(io, data.name_alone_merges);
  io(data.given);
  io(data.family);
  io(data.email);
  io(data.row_codes);
  io(data.order);
  io(data.record_id);
  io(data.cluster);
  io(data.next);
}

template <class Io>
void transfer_links(Io& io, IndexData& data) {
  transfer_lists(io, data.edges, [&](const Neighbour& neighbour) { return data.is_there(neighbour.row); },
                 [](const Neighbour& a, const Neighbour& b) { return a.row < b.row; });
  transfer_lists(io, data.same, [&](std::uint32_t row) { return data.is_there(row); }, by_number);
  transfer_lists(io, data.different, [&](std::uint32_t row) { return data.is_there(row); }, by_number);
  transfer_list(io, data.identity, [&](std::vector<std::uint64_t>& keys) { io(keys); });
  io(data.fragment_sizes);
  io(data.fragment_bits);
  io(data.fragment);
}

// The parts of an index beside the first: links and rows, which take longest, then the fields.
constexpr std::size_t links_part = 0, rows_part = 1, first_field_part = 2;

template <class Io>
void transfer_part(Io& io, IndexData& data, std::size_t part) {
  if (part == links_part) transfer_links(io, data);
  else if (part == rows_part) transfer_rows(io, data);
  else transfer(io, data.field[part - first_field_part], data);
}

template <class Io>
void transfer(Io& io, IndexChange& change) {
  io(change.record.id);
  transfer_flag(io, change.remove);
  io(change.record.identity);
  transfer_list(io, change.record.cells, [&](IndexCell& cell) {
    io(cell.column);
    io(cell.text);
  });
}

}  // namespace

std::vector<std::string> write_index_data(IndexData& data, int threads) {
  const std::size_t parts = first_field_part + data.field.size();
  std::vector<std::string> out(1 + parts);
  parallel_pieces(parts, 1, threads, [&](std::size_t part, std::size_t, int) {
    Writer writer;
    transfer_part(writer, data, part);
    out[1 + part] = std::move(writer.bytes);
  });
  Writer head;
  std::uint64_t written_with = version;
  head(written_with);
  std::vector<std::uint64_t> sizes;
  for (std::size_t part = 0; part < parts; ++part) sizes.push_back(out[1 + part].size());
  head(sizes);
  out.front() = std::move(head.bytes);
  return out;
}

bool read_index_data(std::string_view bytes, IndexData& data, int threads) {
  Reader head(bytes);
  std::uint64_t written_with = 0;
  head(written_with);
  if (!head.good() || written_with != version) return false;
  std::vector<std::uint64_t> sizes;
  head(sizes);
  if (!head.good() || sizes.size() < first_field_part || sizes.size() > first_field_part + fields_most) return false;
  std::vector<std::string_view> parts;
  std::string_view left = head.left();
  for (const auto size : sizes) {
    if (size > left.size()) return false;
    parts.push_back(left.substr(0, size));
    left.remove_prefix(size);
  }
  if (!left.empty()) return false;
  data.field.resize(sizes.size() - first_field_part);
  std::atomic<bool> whole{true};
  parallel_pieces(parts.size(), 1, threads, [&](std::size_t part, std::size_t, int) {
    Reader reader(parts[part]);
    transfer_part(reader, data, part);
    if (!reader.at_end()) whole = false;
  });
  if (whole) prepare_index_data(data);
  return whole;
}

std::string write_changes(std::span<const IndexChange> changes) {
  Writer writer;
  std::vector<IndexChange> list(changes.begin(), changes.end());
  transfer_list(writer, list, [&](IndexChange& change) { transfer(writer, change); });
  return std::move(writer.bytes);
}

bool read_changes(std::string_view bytes, std::vector<IndexChange>& changes) {
  Reader reader(bytes);
  transfer_list(reader, changes, [&](IndexChange& change) { transfer(reader, change); });
  return reader.at_end();
}

}  // namespace zhike::resolve
