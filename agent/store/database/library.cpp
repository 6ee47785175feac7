// The two names that the store's shared library shows: the agent loads it on first use, so that
// commands without a database never load SOCI, SQLite or libpq.
#include "store/copy_store.hpp"

#include <exception>

extern "C" SETTLED_EXPORT void* settled_open_store(const settled::store::StoreOptions* options, settled::Error* error) {
    try {
        auto opened = settled::store::open_store(*options);
        if (opened) return opened->release();
        *error = opened.error();
    } catch (const std::exception& failure) {
        *error = {SETTLED_INTERNAL, std::string("store: ") + failure.what(), 0};
    }
    return nullptr;
}

extern "C" SETTLED_EXPORT bool settled_copy_store(const settled::store::StoreOptions* from,
                                                  const settled::store::StoreOptions* to,
                                                  std::vector<settled::store::CopiedTable>* copied, settled::Error* error) {
    try {
        auto made = settled::store::copy_store(*from, *to);
        if (made) return *copied = std::move(*made), true;
        *error = made.error();
    } catch (const std::exception& failure) {
        *error = {SETTLED_INTERNAL, std::string("store: ") + failure.what(), 0};
    }
    return false;
}
