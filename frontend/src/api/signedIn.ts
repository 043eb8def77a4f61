/** Whether this browser was signed in last time. The session itself is a cookie that script cannot see; strangers are spared a question that must fail. */
const KEY = "plumbline.signed_in";

export const wasSignedIn = () => localStorage.getItem(KEY) !== null;
export const rememberSignedIn = () => localStorage.setItem(KEY, "1");
export const forgetSignedIn = () => localStorage.removeItem(KEY);
