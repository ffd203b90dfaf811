// SPDX-License-Identifier: Apache-2.0
#include "resolve/index_transfer.h"

#include <algorithm>
#include <functional>

#include "base/parallel.h"
#include "resolve/index_bytes.h"

namespace zhike::resolve {
namespace {

constexpr std::uint64_t version = 8;

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

template <class Io, class Item>
void transfer_size(Io& io, GrowingLists<Item>& lists) {
  std::uint64_t size = lists.size();
  io(size);
  if constexpr (Io::reads) lists.resize(size);
}

template <class Io>
void transfer(Io& io, IndexField& field) {
  io(field.name);
  io(field.kind);
  io(field.filled);
  io(field.values.slots.count());
  transfer_size(io, field.rows);
  transfer_size(io, field.similar);
  transfer_size(io, field.features.values);
  io(field.features.alphabet);
  io(field.gram_length);
  io(field.close_within);
  io(field.words.slots.count());
  io(field.word_bits);
  io(field.default_days);
  io(field.near_dates);
}

template <class Io>
void transfer_head(Io& io, IndexData& data) {
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
  transfer_list(io, data.field, [&](IndexField& field) { transfer(io, field); });
  transfer_size(io, data.edges);
  transfer_size(io, data.same);
  transfer_size(io, data.different);
  transfer_list(io, data.identity, [](auto&) {});
  io(data.fragment_bits);
}

template <class Visit>
void each_array(TextIndex& index, const Visit& visit) {
  visit(index.texts.bytes());
  visit(index.texts.ends());
  visit(index.slots.slots());
  visit(index.slots.filter());
}

template <class Item, class Visit>
void each_array(GrowingLists<Item>& lists, const Visit& visit) {
  visit(lists.begins());
  visit(lists.items());
}

template <class Visit>
void each_array(IndexData& data, const Visit& visit) {
  visit(data.row_codes);
  visit(data.order);
  visit(data.record_id);
  visit(data.cluster);
  visit(data.next);
  each_array(data.edges, visit);
  each_array(data.same, visit);
  each_array(data.different, visit);
  for (auto& keys : data.identity) visit(keys);
  visit(data.fragment_sizes);
  visit(data.fragment);
  for (auto& field : data.field) {
    each_array(field.values, visit);
    visit(field.count);
    visit(field.chance);
    visit(field.chances);
    each_array(field.rows, visit);
    each_array(field.similar, visit);
    visit(field.features.keys);
    each_array(field.features.values, visit);
    visit(field.keys_count);
    each_array(field.words, visit);
    visit(field.digits);
    visit(field.same_text);
    visit(field.letters);
  }
}

// keeps: which items of the lists are still of use; before: the order within a list.
template <class Item, class Keeps, class Before>
void flatten(GrowingLists<Item>& lists, const Keeps& keeps, const Before& before) {
  if (!lists.has_later()) return;
  Lists<Item> flat = lists.flat(keeps);
  for (std::size_t list = 0; list < flat.size(); ++list)
    if (!lists.later(list).empty()) std::sort(flat[list].begin(), flat[list].end(), before);
  lists = GrowingLists<Item>(flat);
}

constexpr auto all = [](const auto&) { return true; };
constexpr auto by_number = [](std::uint32_t a, std::uint32_t b) { return a < b; };

// Features that came later get their place among the sorted keys.
void sort_features(Features& features) {
  if (features.later_keys.empty()) return flatten(features.values, all, by_number);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> list_of;
  for (std::uint32_t list = 0; list < features.keys.size(); ++list) list_of.emplace_back(features.keys[list], list);
  for (const auto& [key, list] : features.later_keys) list_of.emplace_back(key, list);
  std::sort(list_of.begin(), list_of.end());
  features.keys.clear();
  features.later_keys.clear();
  Lists<std::uint32_t> lists;
  for (const auto& [key, list] : list_of) {
    features.keys.push_back(key);
    features.values.each(list, [&](std::uint32_t value) { lists.items.push_back(value); });
    lists.begin.push_back(lists.items.size());
  }
  features.values = GrowingLists<std::uint32_t>(lists);
}

void flatten_all(IndexData& data, int threads) {
  const auto is_there = [&](std::uint32_t row) { return data.is_there(row); };
  std::vector<std::function<void()>> work = {
      [&] {
        flatten(data.edges, [&](const Neighbour& neighbour) { return data.is_there(neighbour.row); },
                [](const Neighbour& a, const Neighbour& b) { return a.row < b.row; });
      },
      [&] { flatten(data.same, is_there, by_number); },
      [&] { flatten(data.different, is_there, by_number); },
  };
  for (auto& field : data.field) {
    work.emplace_back([&] { flatten(field.rows, is_there, by_number); });
    work.emplace_back([&] { flatten(field.similar, all, [](const Similar& a, const Similar& b) { return a.value < b.value; }); });
    work.emplace_back([&] { sort_features(field.features); });
  }
  parallel_pieces(work.size(), 1, threads, [&](std::size_t number, std::size_t, int) { work[number](); });
}

}  // namespace

StoredForm stored_form(IndexData& data, int threads) {
  flatten_all(data, threads);
  data.marks = {};
  ByteWriter head;
  std::uint64_t written_with = version;
  head(written_with);
  transfer_head(head, data);
  StoredForm form{std::move(head.bytes), {}};
  each_array(data, [&](const auto& values) {
    form.arrays.emplace_back(reinterpret_cast<const char*>(values.data()), values.size() * sizeof values[0]);
  });
  return form;
}

bool read_head(std::string_view head, IndexData& data) {
  ByteReader reader(head);
  std::uint64_t written_with = 0;
  reader(written_with);
  if (!reader.good() || written_with != version) return false;
  transfer_head(reader, data);
  return reader.at_end() && data.field.size() <= fields_most;
}

std::vector<char*> make_room(std::span<const std::uint64_t> sizes, IndexData& data) {
  std::vector<char*> places;
  bool fits = true;
  each_array(data, [&](auto& values) {
    const std::uint64_t bytes = places.size() < sizes.size() ? sizes[places.size()] : 1;
    fits = fits && bytes % sizeof values[0] == 0;
    if (!fits) return;
    const std::size_t count = bytes / sizeof values[0];
    // Some room to grow: a vector that is full moves as a whole at the first record that comes.
    values.reserve(count + count / 8 + 16);
    values.resize(count);
    places.push_back(reinterpret_cast<char*>(values.data()));
  });
  return fits && places.size() == sizes.size() ? std::move(places) : std::vector<char*>();
}

}  // namespace zhike::resolve
