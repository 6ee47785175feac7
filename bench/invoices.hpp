// invoices.hpp -- made-up invoices of twelve columns, the same for the store and for what it is held to.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

namespace settled::bench {

struct Invoice {
    std::string id, customer, number, reference, note;
    std::int32_t document_date = 0, due_date = 0; // yyyymmdd
    std::int64_t cents = 0;

    static constexpr std::int64_t customers = 50'000;

    // `changed`: its open amount differs from what it was.
    void set(std::int64_t row) {
        const auto day = static_cast<std::int32_t>(1 + row % 28), month = static_cast<std::int32_t>(1 + row % 12);
        id = std::to_string(row);
        customer.assign("C").append(padded(row * 7919 % customers));
        number.assign("INV-2026-").append(padded(row));
        reference.assign("billing").append(std::to_string(row % customers)).append("@example.com");
        note = row % 3 == 0 ? "" : "order " + id;
        document_date = 20260000 + month * 100 + day;
        due_date = document_date + 10000;
        cents = row * 48271 % 1'000'000'000 + 1;
    }

    static std::string padded(std::int64_t number) {
        char digits[24];
        return {digits, static_cast<std::size_t>(std::snprintf(digits, sizeof digits, "%07lld", static_cast<long long>(number)))};
    }
};

} // namespace settled::bench
