/** The page of the lab. */
import { mountLab } from "./mount-lab.ts";

mountLab(document.body);
