const CODE = /\/v\/([0-9A-Z]{12})\b/; // the certificate's own address, as its file has it
const LARGEST = 50_000_000; // bytes; a certificate has a few thousand

/** A file field whose file stays here: only its SHA-256 and the code written in it go out. */
export function PdfInput({ onCheck, ...field }) {
  const check = async ({ target }) => {
    const [file] = target.files;
    if (!file) return;
    if (!crypto.subtle || file.size > LARGEST) return onCheck("", crypto.subtle ? "large" : "insecure");
    const bytes = await file.arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const code = new TextDecoder("latin1").decode(bytes).match(CODE)?.[1] ?? "";
    target.value = ""; // the same file can be checked again
    onCheck(Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join(""), code);
  };
  return <input type="file" {...field} onChange={check} />;
}
