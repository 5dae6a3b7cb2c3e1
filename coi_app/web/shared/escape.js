import { useEffect } from "react";

/** While a list is open, Escape closes that list and nothing around it: a dialog listens before its content does. */
export function useEscape(isOpen, close) {
  useEffect(() => {
    if (!isOpen) return;
    const hear = (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      close();
    };
    window.addEventListener("keydown", hear, true);
    return () => window.removeEventListener("keydown", hear, true);
  }, [isOpen]);
}
