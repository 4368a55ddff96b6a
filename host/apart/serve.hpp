// The parts of serve(): one function for each thing that a module's process may ask or tell. Each reads all of its arguments before it
// acts; a spoiled reading means that the process broke the protocol, and nothing was done.
#pragma once
#include "host/apart/remote.hpp"

namespace passerelle::apart {

struct Served {
    std::shared_ptr<Remote> const& remote;
    Line& line;

    /// The object whose number comes next, if it is of that type; else nullptr, and the reading is spoiled.
    template<typename T>
    [[nodiscard]] T* object(Object::Type type, In& in, void const** table = nullptr)
    {
        return static_cast<T*>(const_cast<void*>(find(type, in, table))); // the host gave it to be changed, or const as it is used here
    }

private:
    [[nodiscard]] void const* find(Object::Type, In&, void const** table);
};

void serve_bind(Served&, In&);
void serve_reset(Served&, In&);
void serve_close(Served&, In&);
void serve_open(Served&, In&, Out&);
void serve_prepare(Served&, In&, Out&);
void serve_step(Served&, In&, Out&);
void serve_submit(Served&, In&, Out&);
void serve_apply(Served&, In&, Out&);
void serve_start(Served&, In&, Out&);
void serve_ask(Served&, In&, Out&);
void serve_button(Served&, In&, Out&);
void serve_toggle(Served&, In&, Out&);
void serve_input_int(Served&, In&, Out&);
void serve_input_text(Served&, In&, Out&);
void serve_choice(Served&, In&, Out&);
void serve_entity_form(Served&, In&, Out&);
/// A word of a page or of a view. False: there is no such word.
[[nodiscard]] bool serve_word(Served&, Op, In&);

} // namespace passerelle::apart
