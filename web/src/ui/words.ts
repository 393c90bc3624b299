import en from "@/words/en/ui.json";
import { speak } from "@/words/lookup";

export const say = speak(en);
