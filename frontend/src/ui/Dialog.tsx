import { useEffect, useId, useRef } from "react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "./Icon";

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** Wide, with a way out in its head; on a phone it fills the screen. */
  sheet?: boolean;
}

/** A modal on the platform's own element: focus is kept inside and goes back where it was. */
export function Dialog({ title, onClose, children, sheet = false }: DialogProps) {
  const { t } = useTranslation();
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog ref={element} className={sheet ? "dialog sheet" : "dialog"} aria-labelledby={id} onCancel={(event) => { event.preventDefault(); onClose(); }} onClick={(event) => { if (event.target === element.current) onClose(); }}>
      <div className="dialog-body">
        <div className="dialog-head">
          <h2 id={id} className="t22">{title}</h2>
          {sheet && <button className="icon" aria-label={t("close")} onClick={onClose}><Icon name="close" /></button>}
        </div>
        {children}
      </div>
    </dialog>
  );
}
