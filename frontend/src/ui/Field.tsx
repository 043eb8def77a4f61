import { useId } from "react";
import type { InputHTMLAttributes, ReactNode } from "react";

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
}

/** A labelled input; a refusal stands below it and what was typed stays. */
export function Field({ label, hint, error, ...input }: FieldProps) {
  const id = useId();
  const described = [hint === undefined ? "" : `${id}-hint`, error === undefined ? "" : `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} {...(described === "" ? {} : { "aria-describedby": described })} aria-invalid={error !== undefined} {...input} />
      {hint !== undefined && <p id={`${id}-hint`} className="hint">{hint}</p>}
      {error !== undefined && <Refusal id={`${id}-error`}>{error}</Refusal>}
    </div>
  );
}

interface SelectProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  children: ReactNode;
  hint?: string;
}

export function SelectField({ label, value, onChange, children, hint }: SelectProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {children}
      </select>
      {hint !== undefined && <p className="hint">{hint}</p>}
    </div>
  );
}

/** One sentence that says what happened and what to do. */
export function Refusal({ children, id }: { children: ReactNode; id?: string }) {
  return (
    <p className="refusal" role="alert" {...(id === undefined ? {} : { id })}>
      <svg className="mk is-incorrect" viewBox="0 0 12 12" aria-hidden="true">
        <path d="M6 0 12 6 6 12 0 6Z" fill="currentColor" />
      </svg>
      <span>{children}</span>
    </p>
  );
}
