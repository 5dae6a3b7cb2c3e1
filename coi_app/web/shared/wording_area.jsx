import { useRef, useState } from "react";
import { TextArea } from "@radix-ui/themes";
import { useEscape } from "./escape.js";

const BEGUN = /\{([a-z._]*)$/i; // the name that is being typed, from its brace to the caret

/** A text with names in braces: a brace opens the list of names, arrows choose, Enter or Tab writes the name. */
export function WordingArea({ fieldId, names, onTyped = () => {}, ...field }) {
  const area = useRef(null);
  const [begun, setBegun] = useState(null); // null: no name is being typed
  const [at, setAt] = useState(0);
  const fits = ({ key, label }) => key.includes(begun) || label.toLowerCase().includes(begun);
  const options = begun === null ? [] : names.filter(fits).slice(0, 8);
  useEscape(options.length > 0, () => setBegun(null));
  const look = () => {
    setBegun(BEGUN.exec(area.current.value.slice(0, area.current.selectionStart))?.[1].toLowerCase() ?? null);
    setAt(0);
  };
  const write = (key) => {
    const { value, selectionStart: caret } = area.current;
    area.current.setRangeText(`${key}}`, caret - begun.length, caret + (value[caret] === "}" ? 1 : 0), "end");
    setBegun(null);
    onTyped(area.current.value);
  };
  const steps = { ArrowDown: 1, ArrowUp: options.length - 1 };
  const onKeyDown = (event) => {
    if (!options.length) return;
    if (event.key in steps) setAt((at + steps[event.key]) % options.length);
    else if (event.key === "Enter" || event.key === "Tab") write(options[at].key);
    else return;
    event.preventDefault();
  };
  const option = ({ key, label }, index) => <li key={key} id={`${fieldId}_name_${index}`} role="option" aria-selected={index === at} className="combobox-option" onMouseDown={(event) => { event.preventDefault(); write(key); }}><span className="mono">{`{${key}}`}</span> <span className="option-note">{label}</span></li>;
  const list = options.length ? { "aria-controls": `${fieldId}_names`, "aria-activedescendant": `${fieldId}_name_${at}` } : {};
  return <div className="combobox">
    <TextArea ref={area} id={fieldId} name={fieldId} aria-autocomplete="list" onKeyDown={onKeyDown} onBlur={() => setBegun(null)} onClick={look} onInput={() => { look(); onTyped(area.current.value); }} {...list} {...field} />
    <ul className="combobox-list" id={`${fieldId}_names`} role="listbox" aria-label="Placeholders" hidden={!options.length}>{options.map(option)}</ul>
  </div>;
}
