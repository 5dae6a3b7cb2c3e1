const PAUSE = 250; // ms between two words about how far a file has come

/** A file field that sends each chosen or dropped file to `action`, one after another, and says what came of it. */
export function FileSender({ action, largest, onProgress, onAnswer, onEnd, ...field }) {
  const send = (file) =>
    new Promise((done) => {
      const request = new XMLHttpRequest();
      const address = new URL(action, location.origin);
      address.searchParams.set("name", file.name);
      let told = 0;
      request.upload.onprogress = ({ loaded, total }) => {
        if (Date.now() - told < PAUSE) return;
        told = Date.now();
        onProgress(file.name, Math.floor((100 * loaded) / (total || 1)));
      };
      request.onloadend = () => {
        onAnswer(file.name, request.status, request.responseText.slice(0, 300));
        done();
      };
      request.open("POST", address);
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.send(file);
    });
  const take = async ({ target }) => {
    const files = [...target.files];
    target.value = ""; // the same file can be chosen again
    for (const file of files) onProgress(file.name, 0);
    for (const file of files) {
      if (file.size > largest) onAnswer(file.name, 413, "");
      else await send(file);
    }
    onEnd();
  };
  return <input type="file" {...field} onChange={take} />;
}
