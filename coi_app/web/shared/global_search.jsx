import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { useCombobox } from "downshift";
import { TextField } from "@radix-ui/themes";
import { useServerSearch } from "./found.js";

const typing = (element) => element.closest?.("input, textarea, select, [contenteditable=true], [role=dialog], [role=alertdialog]");

export function GlobalSearch({ placeholder, found, onSearch, children }) {
  const [query, setQuery] = useState("");
  const input = useRef(null), entered = useRef(false); // Enter before the answer: it counts when that comes
  const navigate = useNavigate();
  const waiting = useServerSearch(query, found, onSearch), options = query ? found.options : [];
  useEffect(() => {
    const onKey = (event) => {
      if (event.key === "/" ? typing(event.target) : event.key !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault(); input.current?.focus(); input.current?.select();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  const open = (item) => { entered.current = false; box.reset(); setQuery(""); input.current?.blur(); navigate(item.href); };
  const box = useCombobox({
    items: options, defaultHighlightedIndex: 0, itemToString: (item) => item?.name ?? "", itemToKey: (item) => item?.href,
    onInputValueChange: ({ inputValue, type }) => { if (type === useCombobox.stateChangeTypes.InputChange) { entered.current = false; setQuery(inputValue); } },
    onSelectedItemChange: ({ selectedItem }) => selectedItem && open(selectedItem),
  });
  useEffect(() => { if (!waiting && entered.current && options.length) open(options[0]); }, [waiting]);
  const onKeyDown = (event) => { if (event.key === "Enter" && waiting) entered.current = event.nativeEvent.preventDownshiftDefault = true; };
  return (
    <div className="combobox" role="search">
      <TextField.Root size="2" placeholder={placeholder} {...box.getInputProps({ ref: input, onKeyDown, "aria-label": placeholder, "aria-labelledby": undefined })}>{children}</TextField.Root>
      <ul className="combobox-list" aria-busy={waiting} hidden={!box.isOpen || !options.length} {...box.getMenuProps({ "aria-label": "Results", "aria-labelledby": undefined })}>
        {box.isOpen && options.map((item, index) => <li key={item.href} className="combobox-option" {...box.getItemProps({ item, index })}><span>{item.name}</span> <span className="option-note">{item.note}</span></li>)}
      </ul>
      <div role="status" className="combobox-status">{box.isOpen && query ? (waiting ? "Searching…" : options.length ? "" : "Nothing found") : ""}</div>
    </div>
  );
}
