/** Spoken instructions. The first one must come from a tap, or phones stay silent; picture and words always stand beside it. */
const KEY = "plumbline.voice";

export const voiceWanted = () => localStorage.getItem(KEY) !== "off";

export function wantVoice(on: boolean): void {
  if (on) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, "off");
}

export function say(text: string, language: string): void {
  if (!("speechSynthesis" in window) || !voiceWanted()) return;
  window.speechSynthesis.cancel();
  const words = new SpeechSynthesisUtterance(text);
  words.lang = language;
  window.speechSynthesis.speak(words);
}
