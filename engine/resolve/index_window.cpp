// SPDX-License-Identifier: Apache-2.0
#include "resolve/index_window.h"

#include <algorithm>
#include <array>

#include "kernels/text.h"
#include "resolve/levels.h"

namespace zhike::resolve {
namespace {

using Value = std::uint32_t;

// The values of one field that a window needs, numbered from 1 in the order of their codes; the query's unseen text last.
struct LocalValues {
  std::vector<Value> codes{0};  // by local number
  bool unseen = false;          // the last number is the query's text

  // Most values of a long list of similar ones are not in the window: one bit says so.
  std::array<std::uint64_t, 64> bits{};
  static std::uint32_t bit_of(Value code) { return code * 0x9E3779B9U >> 20; }
  bool may_hold(Value code) const { return (bits[bit_of(code) / 64] >> (bit_of(code) % 64) & 1) != 0; }
  void mark() {
    for (const auto code : codes) bits[bit_of(code) / 64] |= std::uint64_t{1} << (bit_of(code) % 64);
  }

  std::uint32_t number_of(Value code) const {
    if (code == 0) return 0;
    const auto end = codes.end() - (unseen ? 1 : 0);
    const auto at = std::lower_bound(codes.begin() + 1, end, code);
    return at != end && *at == code ? static_cast<std::uint32_t>(at - codes.begin()) : 0;
  }
  std::uint32_t unseen_number() const { return static_cast<std::uint32_t>(codes.size() - 1); }
};

class Builder {
 public:
  Builder(const IndexData& data, const std::vector<std::uint32_t>& rows, const Query* query, WindowPairs pairs, std::span<const std::uint32_t> asking = {})
      : data_(data), rows_(rows), query_(query), pairs_(pairs), asking_(asking), values_(data.field.size()) {}

  std::unique_ptr<Prepared> run() {
    for (std::size_t f = 0; f < values_.size(); ++f) gather(f);
    if (data_.given != no_field) gather_exchanged();
    for (auto& local : values_) local.mark();
    Fields fields;
    fields.rows = rows_.size();
    fields.given = data_.given;
    fields.family = data_.family;
    fields.email = data_.email;
    for (std::size_t f = 0; f < values_.size(); ++f) fields.field.push_back(make_field(f));
    fields.row_codes.assign(rows_.size() * fields.stride(), 0);
    for (std::size_t f = 0; f < values_.size(); ++f)
      for (std::size_t row = 0; row < rows_.size(); ++row) fields.row_codes[row * fields.stride() + f] = fields.field[f].code[row];
    if (data_.given != no_field) {
      fields.same_text[0] = same_text(data_.given, data_.family);
      fields.same_text[1] = same_text(data_.family, data_.given);
    }
    auto prepared = std::make_unique<Prepared>(std::move(fields));
    prepared->canonical_row.resize(rows_.size());
    for (std::uint32_t row = 0; row < rows_.size(); ++row) prepared->canonical_row[row] = row;
    prepared->fields.input_row = prepared->canonical_row;
    auto& scorer = prepared->scorer;
    scorer.start(1);
    scorer.model = data_.model;
    scorer.email_lift_on = data_.email_lift_on;
    scorer.method.dependence = data_.email_lift_on;  // a model of a run without it has no other dependences either
    for (std::size_t f = 0; f < values_.size(); ++f) scorer.chance[f] = chance_of(f);
    scorer.refresh();
    return prepared;
  }

 private:
  const QueryValue* query_value(std::size_t f) const { return query_ ? &query_->value[f] : nullptr; }

  void gather(std::size_t f) {
    auto& codes = values_[f].codes;
    for (const auto row : rows_)
      if (row != IndexData::nobody) codes.push_back(data_.codes(row)[f]);
    if (query_) codes.push_back(query_->value[f].code);
    settle(codes);
    if (query_ && query_->value[f].code == 0 && !query_->value[f].text.empty()) {
      values_[f].unseen = true;
      codes.push_back(0);
    }
  }

  static void settle(std::vector<Value>& codes) {
    std::sort(codes.begin(), codes.end());
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
    if (codes.empty() || codes.front() != 0) codes.insert(codes.begin(), 0);
  }

  // What an exchanged name would weigh is read off the other field.
  void gather_exchanged() {
    const auto given = values_[data_.given].codes;
    const auto family = values_[data_.family].codes;
    add_same_texts(data_.family, data_.given, given);
    add_same_texts(data_.given, data_.family, family);
  }

  void add_same_texts(std::size_t to, std::size_t from, const std::vector<Value>& codes) {
    auto& local = values_[to];
    if (local.unseen) local.codes.pop_back();
    for (const auto code : codes)
      if (code != 0) local.codes.push_back(data_.field[from].same_text[code]);
    if (query_ && query_->value[from].code == 0) local.codes.push_back(data_.field[to].values.find(query_->value[from].text));
    settle(local.codes);
    if (local.unseen) local.codes.push_back(0);
  }

  std::string text_of(std::size_t f, std::uint32_t number) const {
    if (values_[f].unseen && number == values_[f].unseen_number()) return query_->value[f].text;
    return std::string(data_.field[f].values.texts[values_[f].codes[number]]);
  }

  Field make_field(std::size_t f) const {
    const IndexField& from = data_.field[f];
    const LocalValues& local = values_[f];
    Field field;
    field.name = from.name;
    field.kind = from.kind;
    field.filled = static_cast<double>(rows_.size());
    for (std::uint32_t number = 0; number < local.codes.size(); ++number) field.values.push_back(text_of(f, number));
    field.count.assign(field.values.size(), 1);
    field.count[0] = 0;
    field.similar_rows.different.resize(field.values.size());
    // Only what the scorer reads is prepared: names for exchange, dates for nearness.
    if (f == data_.given || f == data_.family)
      for (const auto& text : field.values) field.points.push_back(kernels::code_points(text));
    if (field.kind == Kind::date || field.kind == Kind::number) prepare_values(field);
    field.close_within = from.close_within;
    field.code.resize(rows_.size());
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      const bool asks = rows_[row] == IndexData::nobody;
      std::uint32_t number = local.number_of(asks ? query_->value[f].code : data_.codes(rows_[row])[f]);
      if (asks && local.unseen) number = local.unseen_number();
      field.code[row] = number;
    }
    field.similar = similar_of(f);
    return field;
  }

  // Per local number, those of its similar values that are in the window.
  Lists<Similar> similar_of(std::size_t f) const {
    const LocalValues& local = values_[f];
    std::vector<std::pair<std::uint32_t, Similar>> found;
    const auto keep = [&](std::uint32_t number, const Similar& similar) {
      const auto other = local.number_of(similar.value);
      if (other == 0) return;
      found.push_back({number, {other, similar.level}});
      found.push_back({other, {number, similar.level}});
    };
    if (local.unseen)
      for (const auto& similar : query_->value[f].similar)
        if (local.may_hold(similar.value)) keep(local.unseen_number(), similar);
    if (pairs_ == WindowPairs::all) {
      for (std::uint32_t number = 1; number < local.codes.size(); ++number)
        if (local.codes[number] != 0) each_similar(f, number, keep);
    } else if (pairs_ == WindowPairs::with_asking) {
      std::vector<Value> codes;
      for (const auto row : asking_) codes.push_back(data_.codes(row)[f]);
      settle(codes);
      for (const auto code : codes)
        if (code != 0) each_similar(f, local.number_of(code), keep);
    } else if (query_ && query_->value[f].code != 0) {
      each_similar(f, local.number_of(query_->value[f].code), keep);
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first < b.first : a.second.value < b.second.value;
    });
    Lists<Similar> lists;
    std::size_t at = 0;
    for (std::uint32_t number = 0; number < local.codes.size(); ++number) {
      for (; at < found.size() && found[at].first == number; ++at)
        if (lists.items.size() == lists.begin.back() || lists.items.back().value != found[at].second.value)
          lists.items.push_back(found[at].second);
      lists.begin.push_back(lists.items.size());
    }
    return lists;
  }

  template <class Keep>
  void each_similar(std::size_t f, std::uint32_t number, const Keep& keep) const {
    const auto& lists = data_.field[f].similar;
    const LocalValues& local = values_[f];
    const auto first = lists.first(local.codes[number]);
    if (first.size() <= local.codes.size() * 16) {
      for (const auto& similar : first)
        if (local.may_hold(similar.value)) keep(number, similar);
    } else {
      // A long list (initials): the window's values are looked up in it.
      for (const auto code : local.codes) {
        if (code == 0) continue;
        const auto at = std::lower_bound(first.begin(), first.end(), code,
                                         [](const Similar& similar, Value value) { return similar.value < value; });
        if (at != first.end() && at->value == code) keep(number, *at);
      }
    }
    for (const auto& similar : lists.later(local.codes[number])) keep(number, similar);
  }

  std::vector<std::uint32_t> same_text(std::size_t from, std::size_t to) const {
    std::vector<std::uint32_t> out;
    for (std::uint32_t number = 0; number < values_[from].codes.size(); ++number) {
      const auto code = values_[from].codes[number];
      const bool is_unseen = values_[from].unseen && number == values_[from].unseen_number();
      if (code == 0 && !is_unseen) {
        out.push_back(0);
      } else if (!is_unseen) {
        out.push_back(values_[to].number_of(data_.field[from].same_text[code]));
      } else {
        out.push_back(values_[to].number_of(data_.field[to].values.find(query_->value[from].text)));
      }
    }
    return out;
  }

  ChanceTable chance_of(std::size_t f) const {
    ChanceTable out;
    for (std::uint32_t number = 0; number < values_[f].codes.size(); ++number) {
      const bool is_unseen = values_[f].unseen && number == values_[f].unseen_number();
      out.different.push_back(is_unseen ? query_->value[f].chance : data_.field[f].chance_of(values_[f].codes[number]));
    }
    return out;
  }

  const IndexData& data_;
  const std::vector<std::uint32_t>& rows_;
  const Query* query_;
  WindowPairs pairs_;
  std::span<const std::uint32_t> asking_;
  std::vector<LocalValues> values_;
};

}  // namespace

std::uint32_t Window::local(std::uint32_t row, const IndexData& data) const {
  const auto at = std::lower_bound(rows.begin(), rows.end(), row, [&](std::uint32_t a, std::uint32_t b) {
    const auto order_of = [&](std::uint32_t r) { return r == IndexData::nobody ? query_order : data.order[r]; };
    return std::pair(order_of(a), a) < std::pair(order_of(b), b);
  });
  return static_cast<std::uint32_t>(at - rows.begin());
}

namespace {

Window in_order(const IndexData& data, std::vector<std::uint32_t> rows, const Query* query) {
  Window window;
  if (query) rows.push_back(IndexData::nobody);
  window.query_order = query ? query->order : 0;
  std::sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
    const auto order_of = [&](std::uint32_t row) { return row == IndexData::nobody ? window.query_order : data.order[row]; };
    return std::pair(order_of(a), a) < std::pair(order_of(b), b);
  });
  window.rows = std::move(rows);
  for (std::uint32_t k = 0; k < window.rows.size(); ++k)
    if (window.rows[k] == IndexData::nobody) window.query = k;
  return window;
}

}  // namespace

Window make_window(const IndexData& data, std::vector<std::uint32_t> rows, const Query* query, WindowPairs pairs) {
  Window window = in_order(data, std::move(rows), query);
  window.prepared = Builder(data, window.rows, query, pairs).run();
  return window;
}

Window make_window(const IndexData& data, std::vector<std::uint32_t> rows, std::span<const std::uint32_t> asking) {
  Window window = in_order(data, std::move(rows), nullptr);
  window.prepared = Builder(data, window.rows, nullptr, WindowPairs::with_asking, asking).run();
  return window;
}

}  // namespace zhike::resolve
