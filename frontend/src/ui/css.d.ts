import "react";

declare module "react" {
  // Custom properties carry a number from script to the style sheet.
  interface CSSProperties {
    [property: `--${string}`]: string | number;
  }
}
