// SPDX-License-Identifier: Apache-2.0
// Chooses customer, kind of event and moment; the rows are written by event_rows.
#include "trial/behaviour.h"

#include "trial/event_rows.h"

namespace zhike::trial {
namespace {

// Shares of a person's events by channel, used where he has the channel.
constexpr double shop_share = 0.34, app_share = 0.42, call_share = 0.06, survey_share = 0.04, campaign_share = 0.14;
constexpr double erp_share = 0.8, company_call_share = 0.1;

bool has(const Customer& customer, SourceId source) {
  return std::any_of(customer.records.begin(), customer.records.end(), [source](const RecordKey& r) { return r.source == source; });
}

std::array<double, event_files> shares(const Customer& c) {
  if (c.company != nullptr) return {0, 0, company_call_share, 0, has(c, SourceId::crm_companies) ? 0.1 : 0, has(c, SourceId::erp) ? erp_share : 0};
  return {has(c, SourceId::shop_pos) ? shop_share : 0, has(c, SourceId::app) ? app_share : 0, call_share, survey_share, has(c, SourceId::crm) ? campaign_share : 0, 0};
}

Clock clock_of(EventFileId file) {
  if (file == EventFileId::shop_orders) return Clock::shopping;
  return file == EventFileId::app_events || file == EventFileId::survey ? Clock::online : Clock::office;
}

}  // namespace

// Rates: Gamma with shape 0.8 (most buy seldom, a few weekly). Lifetimes after the last registration: exponential
// with a rate that is itself Gamma (shape 0.9), so the loyal stay for years: the Pareto/NBD story.
void Behaviour::draw_customer(Random& random, Customer& c) const {
  c.rate = random.gamma(0.8) + 1e-4;
  int last = 0;
  c.first_day = c.records.front().day;
  for (const auto& record : c.records) {
    c.first_day = std::min(c.first_day, record.day);
    last = std::max(last, record.day);
  }
  const double leaving = random.gamma(0.9) / 3.0;  // a year
  const double years = random.exponential() / std::max(leaving, 1e-6);
  c.dropout_day = last + static_cast<int>(std::min(years, 60.0) * 365);
  c.spend = random.gamma(4) / 4;
  const auto by_channel = shares(c);
  double open = 0;
  for (double share : by_channel) open += share;
  c.weight = c.rate * open * season_.weight(c.first_day, c.dropout_day);
}

void Behaviour::act(Random& random, std::vector<Customer>& customers, std::uint64_t count) {
  std::vector<double> sum{0};
  for (auto& customer : customers) {
    draw_customer(random, customer);
    sum.push_back(sum.back() + customer.weight);
  }
  if (sum.back() <= 0) {
    for (auto& customer : customers) customer.rate = 0;
    return;
  }
  const double scale = static_cast<double>(count) / sum.back() * 7;
  EventRows rows(random, sinks_);
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto found = std::upper_bound(sum.begin(), sum.end(), random.unit() * sum.back());
    const auto index = std::min(static_cast<std::size_t>(found - sum.begin()) - 1, customers.size() - 1);
    const auto& c = customers[index];
    const auto by_channel = shares(c);
    double aim = 0;
    for (double share : by_channel) aim += share;
    aim *= random.unit();
    std::size_t channel = 0;
    while (channel + 1 < event_files && aim >= by_channel[channel]) aim -= by_channel[channel++];
    const auto file = static_cast<EventFileId>(channel);
    const int day = season_.draw_day(random, c.first_day, c.dropout_day);
    rows.write(file, c, static_cast<std::int64_t>(day) * 86400 + draw_second(random, clock_of(file)), serial_++);
  }
  for (auto& customer : customers) customer.rate *= scale;
}

}  // namespace zhike::trial
