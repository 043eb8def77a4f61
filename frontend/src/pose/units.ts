/** Numbers that must not be mixed up carry their unit in the type. */
declare const unit: unique symbol;
type Branded<B extends string> = number & { readonly [unit]: B };

/** Share of the picture's width or height; 0..1 inside, -0.5..1.5 possible. */
export type Norm = Branded<"norm">;
/** Pixels of the canvas' own grid. */
export type Px = Branded<"px">;
export type Deg = Branded<"deg">;
/** Seconds from the first video frame. */
export type Seconds = Branded<"s">;

export const seconds = (value: number) => value as Seconds;
export const px = (value: number) => value as Px;
export const deg = (value: number) => value as Deg;
export const norm = (value: number) => value as Norm;
