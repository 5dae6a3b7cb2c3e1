import { useEffect, useState } from "react";
import { useCombobox } from "downshift";
import { TextField } from "@radix-ui/themes";
import { useEscape } from "./escape.js";
import { useServerSearch } from "./found.js";

export function Combobox({ fieldId, picked, placeholder, found, describedBy, invalid, onSearch, onPick, children }) {
  const [query, setQuery] = useState("");
  const waiting = useServerSearch(query, found, onSearch);
  const options = found.options;
  const box = useCombobox({
    id: fieldId, inputId: fieldId, items: options,
    initialSelectedItem: picked?.id ? picked : null,
    itemToString: (item) => item?.name ?? "",
    itemToKey: (item) => item?.id,
    onInputValueChange: ({ inputValue, type }) => type === useCombobox.stateChangeTypes.InputChange && setQuery(inputValue),
    stateReducer: (now, { type, changes }) => type === useCombobox.stateChangeTypes.InputBlur && waiting ? { ...changes, selectedItem: now.selectedItem } : changes,
    onSelectedItemChange: ({ selectedItem, type }) => type !== useCombobox.stateChangeTypes.FunctionSelectItem && onPick(selectedItem?.id ?? 0),
  });
  useEffect(() => { // what the state has picked by itself; 0 is nobody, as after Escape
    if ((picked?.id ?? 0) !== (box.selectedItem?.id ?? 0)) box.selectItem(picked?.id ? picked : null);
  }, [picked?.id]);
  const onBlur = () => box.setInputValue(box.selectedItem?.name ?? ""); // a text that names no choice does not stay
  useEscape(box.isOpen && (options.length > 0 || query !== ""), box.closeMenu);
  // Enter waits for the answer, as leaving does above.
  const onKeyDown = (event) => { if (event.key === "Enter" && waiting) { event.preventDefault(); event.nativeEvent.preventDownshiftDefault = true; } };
  const input = { onBlur, onKeyDown, "aria-labelledby": undefined, "aria-describedby": describedBy, "aria-invalid": invalid };
  return (
    <div className="combobox">
      <TextField.Root size="2" placeholder={placeholder} {...box.getInputProps(input)}>{children}</TextField.Root>
      <ul className="combobox-list" aria-busy={waiting} hidden={!box.isOpen || options.length === 0} {...box.getMenuProps({ "aria-label": placeholder, "aria-labelledby": undefined })}>
        {box.isOpen && options.map((item, index) => (
          <li key={item.id} className="combobox-option" {...box.getItemProps({ item, index })}><span>{item.name}</span> <span className="option-note">{item.note}</span></li>
        ))}
      </ul>
      <div role="status" className="combobox-status">{box.isOpen && query ? (waiting ? "Searching…" : options.length ? "" : "Nothing found") : ""}</div>
    </div>
  );
}
